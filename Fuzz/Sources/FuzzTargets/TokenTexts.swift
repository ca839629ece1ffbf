import Authorization
import Foundation

/// Every text of a request that could contain a token: as sent, decoded, and joined from chunks.
///
/// Implemented again as simply as possible, and more leniently than the token sources: a token in none of these was not
/// sent.
enum TokenTexts {
    static func all(of request: FuzzRequest) -> [[UInt8]] {
        let fields = request.subrequest.fields.map { field in
            (name: Array(request.bytes[field.name]), value: request.bytes[field.value])
        }
        let words = fields.flatMap { $0.value.split { " \t,;=\"".utf8.contains($0) } }
        let cookies = fields.filter { String(decoding: $0.name, as: UTF8.self).lowercased() == "cookie" }.map(\.value)
        let chunked = FuzzPolicy.chunkedCookies.map { joined($0, cookies) }
        let asSent = [request.bytes] + chunked
        return asSent + asSent.map(percentDecoded) + words.compactMap(base64Decoded)
    }

    /// A word in either alphabet of base64, after the prefix that Kubernetes uses.
    private static func base64Decoded(_ word: ArraySlice<UInt8>) -> [UInt8]? {
        let prefix = Array("base64url.bearer.authorization.k8s.io.".utf8)
        var text = Data(word.starts(with: prefix) ? word.dropFirst(prefix.count) : word)
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "-"): text[index] = UInt8(ascii: "+")
            case UInt8(ascii: "_"): text[index] = UInt8(ascii: "/")
            default: break
            }
        }
        while text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
        return Data(base64Encoded: text).map(Array.init)
    }

    /// The values of the cookies `NAME.0`, `NAME.1` and so on, in this order.
    private static func joined(_ name: String, _ cookies: [ArraySlice<UInt8>]) -> [UInt8] {
        var chunks: [Int: [UInt8]] = [:]
        for pair in cookies.flatMap({ $0.split(separator: UInt8(ascii: ";")) }) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let key = String(decoding: parts[0].filter { $0 != 0x20 && $0 != 0x09 }, as: UTF8.self)
            guard parts.count == 2, key.hasPrefix("\(name)."), let number = Int(key.dropFirst(name.count + 1)),
                key == "\(name).\(number)"
            else { continue }
            let value = parts[1].filter { ![0x20, 0x09, UInt8(ascii: "\"")].contains($0) }
            if !value.isEmpty { chunks[number] = Array(value) }
        }
        return chunks.sorted { $0.key < $1.key }.flatMap(\.value)
    }
}
