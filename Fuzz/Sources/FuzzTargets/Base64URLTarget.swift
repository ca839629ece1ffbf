import Bytes
import Foundation
import JOSE

/// The input as a base64url text, and as bytes to encode.
struct Base64URLTarget: FuzzTarget {
    static let name = "base64url"

    /// Kept from input to input, as the token parser does.
    private var part: [UInt8] = []

    mutating func read(_ input: [UInt8]) throws(Finding) -> Bool {
        try require(Base64URL.decode(Base64URL.encode(input).utf8) == input, "decoding undoes encoding")
        let decoded = Base64URL.decode(input)
        try require(decoded == Self.decodedByFoundation(input), "Foundation decodes the same")
        let framed = Array("a.".utf8) + input + Array(".b".utf8)
        let isText = URLSafeBase64.decode(framed.span, from: 2, into: &part) == input.count + 2
        try require((isText ? part : nil) == decoded, "a part of a text decodes as if it stood alone")
        guard let decoded else { return false }
        try require(Base64URL.encode(decoded).utf8.elementsEqual(input), "no bytes have a second text")
        return true
    }

    /// The bytes, if this is the text that Foundation would write for them, in the other alphabet and without padding.
    private static func decodedByFoundation(_ text: [UInt8]) -> [UInt8]? {
        guard !text.contains(UInt8(ascii: "+")), !text.contains(UInt8(ascii: "/")) else { return nil }
        var standard = Data()
        for byte in text {
            switch byte {
            case UInt8(ascii: "-"): standard.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): standard.append(UInt8(ascii: "/"))
            default: standard.append(byte)
            }
        }
        while standard.count % 4 != 0 { standard.append(UInt8(ascii: "=")) }
        guard !text.contains(UInt8(ascii: "=")), let decoded = Data(base64Encoded: standard),
            decoded.base64EncodedData() == standard
        else { return nil }
        return Array(decoded)
    }
}
