import JOSE

/// Tokens that are refused, each in another way.
package enum RefusedTokens {
    /// Tokens of this key's issuer, which would be good at `now` but for what the names tell.
    package static func all(_ signer: Signer, now: Int = 1_800_000_000) throws -> [(name: String, token: String)] {
        let expiry = now + 3600
        func payload(_ name: String = "", _ value: String? = nil) -> String {
            Self.payload(name, value, now: now)
        }
        let good = try signer.sign(header: header(), payload: payload())
        let parts = good.split(separator: ".").map(String.init)
        var tokens: [(String, String)] = [
            ("two parts", parts[0] + "." + parts[1]), ("four parts", good + ".x"), ("dots", "..."), ("a word", "token"),
            ("no signature", parts[0] + "." + parts[1] + "."), ("no payload", parts[0] + ".." + parts[2]),
            ("padding", good + "="), ("other alphabet", good.replacing("-", with: "+") + "+"),
            ("white space", good + " x"),
            ("short signature", String(good.dropLast(4))), ("long signature", good + "AAAA"),
            (
                "another's signature",
                parts[0] + "." + parts[1] + "." + Base64URL.encode([UInt8](repeating: 7, count: 64))
            ),
            ("foreign key", try Signer.ed25519(signer.keyID).sign(header: header(), payload: payload())),
            ("too large", good + String(repeating: "A", count: 9000)),
        ]
        let headers = [
            ("header is no JSON", "{"), ("header is an array", "[]"),
            ("header repeats", #"{"alg":"EdDSA","alg":"EdDSA"}"#),
            ("no alg", #"{"kid":"ed","typ":"at+jwt"}"#), ("alg none", header(alg: #""none""#)),
            ("alg NONE", header(alg: #""NONE""#)),
            ("alg a number", header(alg: "1")), ("alg null", header(alg: "null")), ("HS256", header(alg: #""HS256""#)),
            ("RS256", header(alg: #""RS256""#)), ("ES256", header(alg: #""ES256""#)),
            ("alg in other case", header(alg: #""eddsa""#)),
            ("kid unknown", header(kid: #""other""#)), ("kid a number", header(kid: "7")),
            ("kid null", header(kid: "null")),
            ("kid hostile", header(kid: #""../../\u0000é'; DROP""#)), ("typ JWT", header(typ: #""JWT""#)),
            ("typ a number", header(typ: "1")),
            ("crit", header(more: #","crit":["exp"]"#)), ("crit empty", header(more: #","crit":[]"#)),
            ("b64", header(more: #","b64":false"#)), ("zip", header(more: #","zip":"DEF""#)),
            ("JWE", header(more: #","enc":"A128GCM""#)),
        ]
        for (name, header) in headers { tokens.append((name, try signer.sign(header: header, payload: payload()))) }
        let payloads = [
            ("payload is no JSON", "{"), ("payload is an array", "[]"), ("payload is empty", ""),
            ("payload and more", payload() + "x"),
            ("deep", "{\"a\":" + String(repeating: "[", count: 40) + String(repeating: "]", count: 40) + "}"),
            ("repeated claim", #"{"iss":"a","iss":"a"}"#), ("repeated by escape", #"{"iss":"a","\u0069ss":"a"}"#),
            ("no iss", payload("iss", nil)),
            ("iss unknown", payload("iss", #""https://other.example""#)), ("iss array", payload("iss", "[]")),
            ("iss null", payload("iss", "null")),
            ("no exp", payload("exp", nil)), ("exp past", payload("exp", "1")), ("exp zero", payload("exp", "0")),
            ("exp text", payload("exp", #""1""#)),
            ("exp null", payload("exp", "null")), ("exp infinite", payload("exp", "1e999")),
            ("nbf to come", payload("nbf", "\(expiry)")),
            ("nbf text", payload("nbf", #""1""#)), ("no aud", payload("aud", nil)),
            ("aud other", payload("aud", #""other""#)),
            ("aud nested", payload("aud", #"[["api"]]"#)), ("aud empty", payload("aud", "[]")),
            ("aud null", payload("aud", "null")),
            ("no sub", payload("sub", nil)), ("sub null", payload("sub", "null")),
            ("iat text", payload("iat", #""1""#)),
            ("no iat", payload("iat", nil)), ("too old", payload("iat", "1")),
            ("scope a number", payload("scope", "1")),
            ("no scope", payload("scope", nil)), ("scope other", payload("scope", #""administrator""#)),
            ("no company", payload("company", nil)),
            ("company other", payload("company", #""evil\u001b[31m""#)),
            ("large", payload("big", "\"\(String(repeating: "x", count: 4000))\"")),
        ]
        for (name, payload) in payloads { tokens.append((name, try signer.sign(header: header(), payload: payload))) }
        return tokens
    }

    package static func header(
        alg: String = #""EdDSA""#,
        kid: String = #""ed""#,
        typ: String = #""at+jwt""#,
        more: String = ""
    ) -> String {
        #"{"alg":\#(alg),"kid":\#(kid),"typ":\#(typ)\#(more)}"#
    }

    /// A good payload with one claim replaced or, with nil, left out.
    package static func payload(_ name: String = "", _ value: String? = nil, now: Int = 1_800_000_000) -> String {
        let usual = [
            ("iss", "\"\(Claims.issuer)\""), ("aud", #""api""#), ("exp", "\(now + 3600)"), ("iat", "\(now)"),
            ("sub", #""alice""#), ("scope", #""read admin""#), ("company", #""example""#), ("big", #""""#),
        ]
        var members = usual.filter { $0.0 != name }.map { "\"\($0.0)\":\($0.1)" }
        if let value { members.append("\"\(name)\":\(value)") }
        return "{\(members.joined(separator: ","))}"
    }
}
