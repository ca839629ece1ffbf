import Crypto
import JOSE

/// Signs tokens as an issuer does.
struct Signer {
    private enum Key {
        case ed25519(Curve25519.Signing.PrivateKey)
        case p256(P256.Signing.PrivateKey)
    }

    private let key: Key
    let keyID: String?

    static func ed25519(_ keyID: String? = "ed") -> Signer {
        Signer(key: .ed25519(Curve25519.Signing.PrivateKey()), keyID: keyID)
    }

    static func p256(_ keyID: String? = "ec") -> Signer {
        Signer(key: .p256(P256.Signing.PrivateKey()), keyID: keyID)
    }

    private var algorithm: String {
        switch key {
        case .ed25519: "EdDSA"
        case .p256: "ES256"
        }
    }

    /// The public half, as one JWK.
    var jwk: String {
        let kid = keyID.map { ",\"kid\":\"\($0)\"" } ?? ""
        switch key {
        case .ed25519(let key):
            let x = Base64URL.encode(key.publicKey.rawRepresentation)
            return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"\(x)\"\(kid)}"
        case .p256(let key):
            let point = Array(key.publicKey.rawRepresentation)
            let x = Base64URL.encode(point.prefix(32))
            let y = Base64URL.encode(point.suffix(32))
            return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"\(x)\",\"y\":\"\(y)\"\(kid)}"
        }
    }

    /// The protected header that goes with the key.
    var header: String {
        "{\"alg\":\"\(algorithm)\"" + (keyID.map { ",\"kid\":\"\($0)\"" } ?? "") + "}"
    }

    /// A compact JWS over exactly these texts.
    func sign(header: String? = nil, payload: String) throws -> String {
        try sign(header: header, payload: Array(payload.utf8))
    }

    func sign(header: String? = nil, payload: [UInt8]) throws -> String {
        let input = Base64URL.encode((header ?? self.header).utf8) + "." + Base64URL.encode(payload)
        let message = Array(input.utf8)
        switch key {
        case .ed25519(let key): return input + "." + Base64URL.encode(try key.signature(for: message))
        case .p256(let key): return input + "." + Base64URL.encode(try key.signature(for: message).rawRepresentation)
        }
    }

    /// A token with the usual good claims and some more, such as `"company":"example"`.
    func token(_ more: String = "", header: String? = nil) throws -> String {
        try sign(header: header, payload: Claims.payload(more))
    }
}

/// The claims of a token that ``Gate`` accepts.
enum Claims {
    static let issuer = "https://issuer.example"
    static let audience = "api"
    static let expiry = 1_800_003_600

    static func payload(_ more: String = "") -> String {
        let base = "\"iss\":\"\(issuer)\",\"aud\":\"\(audience)\",\"exp\":\(expiry),\"sub\":\"alice\""
        return "{\(base)\(more.isEmpty ? "" : ",\(more)")}"
    }

    /// A payload with one of the usual claims replaced or, with nil, left out.
    static func payload(changing name: String, to value: String?) -> String {
        let usual = [
            ("iss", "\"\(issuer)\""), ("aud", "\"\(audience)\""), ("exp", "\(expiry)"), ("sub", "\"alice\""),
        ]
        var members = usual.filter { $0.0 != name }.map { "\"\($0.0)\":\($0.1)" }
        if let value { members.append("\"\(name)\":\(value)") }
        return "{\(members.joined(separator: ","))}"
    }
}
