import Bytes
import Crypto
import JOSE

/// The issuer that the targets trust: it signs any header and payload of an input.
///
/// It holds a shared secret, because nothing else is signed fast enough, in addition to the public keys of ``KnownToken``.
enum FuzzIssuer {
    static let name = "https://issuer.example"
    static let audience = "api"
    /// The time at which every input is evaluated.
    static let now = 1_800_000_000.0
    private static let leeway = 60.0

    static let requirements = TokenRequirements(
        issuer: name,
        audiences: .anyOf([audience]),
        algorithms: [.asymmetric, .hmac],
        leeway: .seconds(leeway)
    )

    private static let keyID = "secret"
    private static let secret = [UInt8](repeating: 0x5A, count: 32)

    static func keys() throws(Finding) -> JWKSet {
        let own = #"{"kty":"oct","kid":"\#(keyID)","k":"\#(Base64URL.encode(secret))"}"#
        let text = #"{"keys":[\#((KnownToken.all.map(\.jwk) + [own]).joined(separator: ","))]}"#
        guard let set = try? JWKSet(parsing: Array(text.utf8), trust: .operatorFile), set.rejections.isEmpty else {
            throw Finding("the issuer's own keys are good")
        }
        return set
    }

    /// A compact token over exactly these bytes.
    static func sign(header: [UInt8], payload: [UInt8]) -> [UInt8] {
        let text = Base64URL.encode(header) + "." + Base64URL.encode(payload)
        let code = HMAC<Crypto.SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: secret))
        return Array("\(text).\(Base64URL.encode(Array(code)))".utf8)
    }

    // MARK: What must be accepted, implemented independently

    /// Whether the signature of a token that was signed here must be valid.
    static func accepts(header: [UInt8]) -> Bool {
        guard let header = object(header), ["crit", "b64", "zip", "enc"].allSatisfy({ header[$0] == nil }) else {
            return false
        }
        let hasStrings = ["kid", "typ"].allSatisfy { header[$0] == nil || header[$0]?.string != nil }
        return hasStrings && header["alg"]?.string?.isExactly("HS256") == true
            && header["kid"]?.string?.isExactly(keyID) != false
    }

    /// Whether the claims must meet ``requirements``.
    static func accepts(payload: [UInt8]) -> Bool {
        guard let payload = object(payload), payload["iss"]?.string?.isExactly(name) == true,
            let expiry = payload["exp"]?.number, expiry.isFinite, now < expiry + leeway,
            let audiences = strings(payload["aud"]), audiences.contains(where: { $0.isExactly(audience) })
        else { return false }
        for name in ["nbf", "iat"] {
            guard let date = payload[name] else { continue }
            guard let seconds = date.number, seconds.isFinite else { return false }
            if name == "nbf", now + leeway < seconds { return false }
        }
        return payload["scope"].map { strings($0) != nil } ?? true
    }

    static func object(_ text: [UInt8]) -> JSONValue? {
        guard let document = try? JSONDocument(parsing: text), document.root.isObject else { return nil }
        return document.root
    }

    /// A string, or an array of strings.
    static func strings(_ value: JSONValue?) -> [String]? {
        if let string = value?.string { return [string] }
        guard let elements = value?.array else { return nil }
        let strings = elements.compactMap(\.string)
        return strings.count == elements.count ? strings : nil
    }
}

extension String {
    /// Whether the code points are the same; `==` also accepts canonical equivalents.
    fileprivate func isExactly(_ other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
