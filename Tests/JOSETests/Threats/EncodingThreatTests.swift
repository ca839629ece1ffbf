import Foundation
import JOSE
import Testing

@testable import JOSE

/// What must not work about a token's form: header members, base64url, parts, JSON.
@Suite("Threats: encodings") struct EncodingThreatTests {
    private let issuer = Issuer()

    private func refusal(header: String = Issuer.header, payload: String = Issuer.payload) throws -> TokenFailure? {
        try issuer.verifier().refusal(of: issuer.token(header: header, payload: payload))
    }

    private func refusal(header: [UInt8], payload: [UInt8]) throws -> TokenFailure? {
        try issuer.verifier().refusal(of: issuer.token(header: header, payload: payload))
    }

    private func refusal(of text: String) throws -> TokenFailure? {
        try issuer.verifier().refusal(of: text)
    }

    @Test("The token that is varied") func theTokenThatIsVaried() throws {
        #expect(try refusal() == nil)
    }

    // MARK: Header members

    /// CVE-2025-59420: unknown critical members were passed over.
    @Test(
        "`crit` in any form",
        arguments: [
            #"["x"]"#, "[]", #"["alg"]"#, #"["exp"]"#, #"["b64"]"#, "null", "true", #""exp""#, "{}", "1",
            #"["kid","typ"]"#,
        ]
    )
    func critInAnyForm(_ value: String) throws {
        #expect(try refusal(header: #"{"alg":"EdDSA","kid":"k","crit":\#(value)}"#) == .criticalHeaderUnsupported)
        #expect(try refusal(header: #"{"\u0063rit":\#(value),"alg":"EdDSA"}"#) == .criticalHeaderUnsupported)
        #expect(try refusal(header: #"{"crit":\#(value)}"#) == .criticalHeaderUnsupported)
    }

    @Test("`b64` in any form", arguments: ["false", "true", "null", "\"false\"", "0"])
    func b64InAnyForm(_ value: String) throws {
        #expect(try refusal(header: #"{"alg":"EdDSA","kid":"k","b64":\#(value)}"#) == .criticalHeaderUnsupported)
        let both = #"{"alg":"EdDSA","kid":"k","b64":\#(value),"crit":["b64"]}"#
        #expect(try refusal(header: both) == .criticalHeaderUnsupported)
    }

    @Test("`zip` in any form", arguments: [#""DEF""#, #""GZIP""#, "null", "false", "{}"])
    func zipInAnyForm(_ value: String) throws {
        #expect(try refusal(header: #"{"alg":"EdDSA","kid":"k","zip":\#(value)}"#) == .tokenMalformed)
    }

    @Test("Names of members in another case are other members")
    func namesOfMembersInAnotherCaseAreOtherMembers() throws {
        #expect(try refusal(header: #"{"alg":"EdDSA","kid":"k","CRIT":["x"],"B64":false,"Zip":"DEF"}"#) == nil)
        #expect(try refusal(header: #"{"ALG":"EdDSA","kid":"k"}"#) == .tokenMalformed)
    }

    @Test("`kid` and `typ` that are no strings", arguments: ["null", "1", "[]", "{}", "false"])
    func kidAndTypThatAreNoStrings(_ value: String) throws {
        #expect(try refusal(header: #"{"alg":"EdDSA","kid":\#(value)}"#) == .tokenMalformed)
        #expect(try refusal(header: #"{"alg":"EdDSA","kid":"k","typ":\#(value)}"#) == .tokenMalformed)
    }

    /// A `kid` is a name to look up, and nothing else.
    @Test(
        "`kid` that is hostile",
        arguments: [
            "../../../../dev/null", "' OR 1=1 --", "http://attacker.example/keys", "", "K", "k ", "k\\u0000",
            "${jndi:ldap://x}",
            String(repeating: "k", count: 100_000),
        ]
    )
    func kidThatIsHostile(_ kid: String) throws {
        #expect(try refusal(header: #"{"alg":"EdDSA","kid":"\#(kid)"}"#) == .keyUnknown)
    }

    // MARK: base64url and parts

    @Test("Base64url in another spelling") func base64URLInAnotherSpelling() throws {
        let token = issuer.token()
        let parts = token.split(separator: ".").map(String.init)
        #expect(parts[2].utf8.count == 86)
        for part in 0..<3 {
            for spoilt in [
                parts[part] + "=", parts[part] + "==", parts[part] + " ", parts[part] + "\n", " " + parts[part],
                String(parts[part].dropLast()) + "+", String(parts[part].dropLast()) + "/", parts[part] + "A",
                String(parts[part].dropLast()) + "\u{E9}", String(parts[part].dropLast()) + "\u{0}",
                parts[part] + "%3D",
            ] {
                var changed = parts
                changed[part] = spoilt
                #expect(try refusal(of: changed.joined(separator: ".")) != nil, "part \(part): \(spoilt)")
                #expect(SignatureVerifier(try issuer.set).refusal(of: changed.joined(separator: ".")) != nil)
            }
        }
    }

    /// 64 bytes leave four unused bits in the last character: only one of its sixteen spellings is right.
    @Test("Nonzero trailing bits") func nonZeroTrailingBits() throws {
        let token = issuer.token()
        let last = try #require(token.last)
        #expect(["A", "Q", "g", "w"].contains(last))
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let value = try #require(alphabet.firstIndex(of: last))
        for bits in 1..<16 {
            #expect(try refusal(of: token.dropLast() + String(alphabet[value + bits])) == .tokenMalformed)
        }
    }

    @Test("Another number of parts") func anotherNumberOfParts() throws {
        let token = issuer.token()
        let parts = token.split(separator: ".")
        for text in [
            "", ".", "..", "...", "a", "a.b", token + ".", "." + token, token + "." + parts[2],
            "\(parts[0])..\(parts[2])",
            "\(parts[0]).\(parts[1])", "\(parts[0]).\(parts[1])..", ".\(parts[1]).\(parts[2])", "..\(parts[2])",
            token + " ", " " + token, token + "\n", "Bearer " + token, token.replacing(".", with: ". "),
        ] {
            #expect(try refusal(of: text) == .tokenMalformed, "\(text)")
        }
    }

    /// CVE-2025-30204 was work for each dot; the answer, however many there are.
    @Test("Many dots") func manyDots() throws {
        for count in [3, 100, 8 << 10, 1 << 20] {
            #expect(try refusal(of: String(repeating: ".", count: count)) == .tokenMalformed)
        }
        #expect(try refusal(of: issuer.token() + String(repeating: ".", count: 8 << 10)) == .tokenMalformed)
    }

    @Test("JSON serialization") func jsonSerialization() throws {
        let parts = issuer.token().split(separator: ".")
        let flat = #"{"protected":"\#(parts[0])","payload":"\#(parts[1])","signature":"\#(parts[2])"}"#
        #expect(try refusal(of: flat) == .tokenMalformed)
        #expect(try refusal(of: "[\(flat)]") == .tokenMalformed)
    }

    // MARK: JSON

    @Test(
        "Repeated header members",
        arguments: [
            #"{"alg":"EdDSA","alg":"EdDSA","kid":"k"}"#, #"{"alg":"EdDSA","\u0061lg":"EdDSA","kid":"k"}"#,
            #"{"alg":"EdDSA","kid":"k","al\u0067":"none"}"#, #"{"alg":"EdDSA","kid":"k","x":{"a":1,"\u0061":2}}"#,
        ]
    )
    func repeatedHeaderMembers(_ header: String) throws {
        #expect(try refusal(header: header) == .tokenMalformed)
    }

    @Test(
        "Repeated claims",
        arguments: [
            #""exp":1"#, #""\u0065xp":1"#, #""e\u0078p":4e9"#, #""i\u0073s":"https://issuer.example""#,
            #""x":[{"a":1,"a":1}]"#,
            #""é":1,"\u00e9":1"#, #""😀":1,"\ud83d\ude00":1"#, #""\/":1,"/":1"#, #""\n":1,"\u000a":1"#, #""":1,"":2"#,
        ]
    )
    func repeatedClaims(_ claim: String) throws {
        #expect(try refusal(payload: Issuer.payload.dropLast() + "," + claim + "}") == .tokenMalformed)
    }

    /// More members than are compared one by one anywhere, and the repeated one last.
    @Test("A repeated claim among thousands") func repeatedClaimAmongThousands() throws {
        let many = (0..<5000).map { #""c\#($0)":\#($0)"# }.joined(separator: ",")
        #expect(try refusal(payload: Issuer.payload.dropLast() + ",\(many)}") == nil)
        for last in [#""c0":1"#, #""c4999":1"#, #""\u0063\u0032":1"#, #""sub":1"#] {
            #expect(try refusal(payload: Issuer.payload.dropLast() + ",\(many),\(last)}") == .tokenMalformed)
        }
    }

    @Test(
        "Bad UTF-8",
        arguments: [
            [0xFF], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF],
            [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
            [0x80],
            [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xC3, 0x28], [0xFE], [0xF8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]]
    )
    func badUTF8(_ bytes: [UInt8]) throws {
        let start = Array(Issuer.payload.utf8.dropLast())
        let header = Array(Issuer.header.utf8)
        let inValue = start + Array(#","x":""#.utf8) + bytes + Array(#""}"#.utf8)
        let inName = start + Array(#",""#.utf8) + bytes + Array(#"":1}"#.utf8)
        let outside = start + bytes + Array("}".utf8)
        for payload in [inValue, inName, outside] {
            #expect(try refusal(header: header, payload: payload) == .tokenMalformed)
        }
        let badHeader = Array(#"{"alg":"EdDSA","kid":"k","x":""#.utf8) + bytes + Array(#""}"#.utf8)
        #expect(try refusal(header: badHeader, payload: Array(Issuer.payload.utf8)) == .tokenMalformed)
    }

    @Test(
        "Lone surrogates",
        arguments: [
            #"\ud800"#, #"\udbff"#, #"\udc00"#, #"\udfff"#, #"\ud800\ud800"#, #"\udc00\ud800"#, #"\ud83d😀"#,
            #"\ud83dx"#,
            #"\ud83d\n"#, #"\ud83d\u00"#,
        ]
    )
    func loneSurrogates(_ text: String) throws {
        #expect(try refusal(payload: Issuer.payload.dropLast() + #","x":"\#(text)"}"#) == .tokenMalformed)
        #expect(try refusal(payload: Issuer.payload.dropLast() + #","\#(text)":1}"#) == .tokenMalformed)
    }

    @Test("Byte order marks and other encodings") func byteOrderMarksAndOtherEncodings() throws {
        let header = Array(Issuer.header.utf8)
        let payload = Array(Issuer.payload.utf8)
        let wide = Array(payload.map { [$0, 0] }.joined())
        let widest = Array(payload.map { [0, 0, 0, $0] }.joined())
        for payload in [[0xEF, 0xBB, 0xBF] + payload, [0xFF, 0xFE] + wide, wide, widest, [0xFE, 0xFF, 0] + wide] {
            #expect(try refusal(header: header, payload: payload) == .tokenMalformed)
        }
        #expect(try refusal(header: [0xEF, 0xBB, 0xBF] + header, payload: payload) == .tokenMalformed)
    }

    @Test("Trailing bytes", arguments: ["x", "{}", "}", ",", "\u{0}", "null", "//", "\u{A0}", "\u{B}", "\u{FEFF}"])
    func trailingBytes(_ text: String) throws {
        #expect(try refusal(payload: Issuer.payload + text) == .tokenMalformed)
        #expect(try refusal(header: Issuer.header + text) == .tokenMalformed)
        #expect(try refusal(payload: text + Issuer.payload) == .tokenMalformed)
    }

    @Test("Payload that is no object", arguments: ["", " ", "null", "true", "1", "\"{}\"", "[]", "[{}]", "{", "{}{}"])
    func payloadThatIsNoObject(_ payload: String) throws {
        #expect(try refusal(payload: payload) == .tokenMalformed)
        #expect(try refusal(header: payload) == .tokenMalformed)
    }

    /// Neither a crash nor an answer that takes long.
    @Test("Deep nesting") func deepNesting() throws {
        for open in ["[", #"{"a":"#] {
            let close = open == "[" ? "]" : "}"
            func nested(_ depth: Int) -> String {
                String(repeating: open, count: depth) + (open == "[" ? "" : "1")
                    + String(repeating: close, count: depth)
            }
            // The payload itself is the first level.
            #expect(try refusal(payload: Issuer.payload.dropLast() + #","x":\#(nested(31))}"#) == nil)
            #expect(try refusal(payload: Issuer.payload.dropLast() + #","x":\#(nested(32))}"#) == .tokenMalformed)
            #expect(try refusal(payload: String(repeating: open, count: 100_000)) == .tokenMalformed)
            #expect(try refusal(header: String(repeating: open, count: 100_000)) == .tokenMalformed)
        }
    }

    /// A text that breaks off has more values to its length than a whole one; the room for them was once too small.
    @Test("Nesting that breaks off") func nestingThatBreaksOff() throws {
        for depth in 1...40 {
            for open in ["[", "[[", "[1,[", #"{"":"#, #"{"":["#, "[{}", "[[],"] {
                for end in ["", "1", "1,", "[]", "{}", "]", "}", "\"", "null"] {
                    let text = String(repeating: open, count: depth) + end
                    #expect(try refusal(header: text) == .tokenMalformed)
                    #expect(try refusal(payload: text) == .tokenMalformed)
                }
            }
        }
    }

    @Test("White space as JSON allows it") func whiteSpaceAsJSONAllowsIt() throws {
        let spaced = Issuer.payload.replacing(",", with: " ,\t\r\n").replacing("{", with: " { ") + "\n"
        #expect(try refusal(payload: spaced) == nil)
    }
}
