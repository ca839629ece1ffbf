import Authorization
import JOSE
import TestSupport
import Testing

/// How claims are spelt in headers.
@Suite("Claim headers")
struct ClaimHeaderTests {
    private func header(_ claim: String, _ format: ClaimHeader.Format, _ claims: String) throws -> String? {
        let signer = Signer.ed25519()
        let path = try #require(ClaimPath(claim))
        let gate = try Gate([signer]) {
            $0.claimHeaders = [ClaimHeader(name: "X-Claim", content: .claim(path, format))]
        }
        let answer = gate.decide(bearer: try signer.token(claims))
        #expect(answer.decision == .allow)
        return answer["X-Claim"]
    }

    @Test(
        "No format",
        arguments: [
            (#""x":"alice""#, "alice"), (#""x":"a b""#, "a b"), (#""x":"a,b;c=\"d\"""#, #"a,b;c="d""#),
            (#""x":"""#, ""),
            (#""x":" a ""#, "%20a%20"), (#""x":"  a  b  ""#, "%20%20a  b%20%20"), (#""x":" ""#, "%20"),
            (#""x":"  ""#, "%20%20"), (#""x":"   a""#, "%20%20%20a"), (#""x":"%20 a""#, "%2520 a"),
            (#""x":"50%""#, "50%25"), (#""x":"%20""#, "%2520"), (#""x":"é""#, "%C3%A9"), (#""x":"\u00e9""#, "%C3%A9"),
            (#""x":"😀""#, "%F0%9F%98%80"), (#""x":"\ud83d\ude00""#, "%F0%9F%98%80"), (#""x":"a\r\nb""#, "a%0D%0Ab"),
            (#""x":"\u0000\t\u007f""#, "%00%09%7F"), (#""x":"\/\\""#, #"/\"#), (#""x":7"#, "7"),
            (#""x":-1.50e+3"#, "-1.50e+3"),
            (#""x":12345678901234567890123"#, "12345678901234567890123"), (#""x":true"#, "true"),
            (#""x":false"#, "false"),
            (#""x":null"#, ""), ("", ""), (#""x": [ 1 , "a" ] "#, #"[1,"a"]"#), (#""x":{ "b" : "c" }"#, #"{"b":"c"}"#),
            (#""x":[]"#, "[]"), (#""x":{}"#, "{}"), (#""x":["é"]"#, #"["\u00e9"]"#), (#""x":["%"]"#, #"["%"]"#),
        ]
    )
    func plain(_ claims: String, _ expected: String) throws {
        #expect(try header("x", .plain, claims) == expected)
    }

    @Test(
        "csv",
        arguments: [
            (#""x":["a","b"]"#, "a,b"), (#""x":["a","b,admin"]"#, "a,b%2Cadmin"),
            (#""x":["a","b","admin"]"#, "a,b,admin"),
            (#""x":["a b","c"]"#, "a b,c"), (#""x":[" a ","b"]"#, "%20a%20,b"), (#""x":["a ","b "]"#, "a%20,b%20"),
            (#""x":["50%","é"]"#, "50%25,%C3%A9"), (#""x":[1,true,false,2.50]"#, "1,true,false,2.50"),
            (#""x":["a",null]"#, "a,null"), (#""x":[["a","b"]]"#, #"["a"%2C"b"]"#), (#""x":[{"a":1}]"#, #"{"a":1}"#),
            (#""x":["a","","b"]"#, "a,,b"), (#""x":["","a"]"#, ",a"), (#""x":["",""]"#, ","), (#""x":[]"#, ""),
            (#""x":[""]"#, ""),
            (#""x":null"#, ""), ("", ""), (#""x":"a""#, "a"), (#""x":"a,b""#, "a%2Cb"), (#""x":7"#, "7"),
            (#""x":true"#, "true"),
            (#""x":{"a":1,"b":2}"#, #"{"a":1%2C"b":2}"#),
        ]
    )
    func csv(_ claims: String, _ expected: String) throws {
        #expect(try header("x", .csv, claims) == expected)
    }

    @Test(
        "space",
        arguments: [
            (#""x":["a","b"]"#, "a b"), (#""x":["a b","c"]"#, "a%20b c"), (#""x":["a,b","c"]"#, "a,b c"),
            (#""x":[" a"]"#, "%20a"), (#""x":["a","","b"]"#, "a  b"), (#""x":[]"#, ""), (#""x":[""]"#, ""),
            (#""x":["",""]"#, ""),
            (#""x":["","a"]"#, "a"), (#""x":["a","",""]"#, "a"), (#""x":null"#, ""), ("", ""), (#""x":"a b""#, "a%20b"),
            (#""x":[1,null,["a b"]]"#, #"1 null ["a%20b"]"#),
        ]
    )
    func space(_ claims: String, _ expected: String) throws {
        #expect(try header("x", .space, claims) == expected)
    }

    @Test(
        "json",
        arguments: [
            (#""x":"a""#, #""a""#), (#""x":" a ""#, #"" a ""#), (#""x":"%\"\\\/""#, #""%\"\\/""#),
            (#""x":"é😀""#, #""\u00e9\ud83d\ude00""#),
            (#""x":"\r\n\u0000\u007f""#, #""\u000d\u000a\u0000\u007f""#),
            (#""x":12345678901234567890.10"#, "12345678901234567890.10"),
            (#""x":true"#, "true"), (#""x":null"#, "null"), ("", ""), (#""x":[]"#, "[]"),
            (#""x":[ "a" , [ ] , { } ]"#, #"["a",[],{}]"#),
            (#""x":{ "é" : { "a" : [ 1 , 2 ] } , "b" : null }"#, #"{"\u00e9":{"a":[1,2]},"b":null}"#),
            (#""x":"\u2028\ufeff""#, #""\u2028\ufeff""#),
        ]
    )
    func json(_ claims: String, _ expected: String) throws {
        #expect(try header("x", .json, claims) == expected)
    }

    @Test(
        "base64json is the same text in base64url",
        arguments: [#"["a","é"]"#, #""a""#, "1", "{ }", #""ab""#, "null"]
    )
    func base64json(_ value: String) throws {
        let plain = try #require(try header("x", .json, #""x":"# + value))
        let encoded = try #require(try header("x", .base64json, #""x":"# + value))
        #expect(Base64URL.decode(encoded.utf8).map { String(decoding: $0, as: UTF8.self) } == plain)
        #expect(try header("x", .base64json, "") == "")
    }

    @Test("The payload goes out as it was signed")
    func payload() throws {
        let signer = Signer.ed25519()
        let gate = try Gate([signer]) { $0.claimHeaders = [ClaimHeader(name: "X-Payload", content: .payload)] }
        let token = try signer.token(#""x":"é\n""#)
        let answer = gate.decide(bearer: token)
        #expect(answer["X-Payload"].map { Substring($0) } == token.split(separator: ".")[1])
    }

    @Test(
        "Names and pointers",
        arguments: [
            ("address", #""address":"x""#, "x"), ("/address/city", #""address":{"city":"Bern"}"#, "Bern"),
            ("/address/city", #""address":{"city":"Bern"},"/address/city":"literal""#, "literal"),
            ("/address/city", #""address":"Bern""#, ""), ("/groups/0", #""groups":["a"]"#, "a"),
            ("/groups/1", #""groups":["a"]"#, ""),
            ("a.b", #""a":{"b":1},"a.b":2"#, "2"), ("a.b", #""a":{"b":1}"#, ""),
            ("https://issuer.example/role", #""https://issuer.example/role":"r""#, "r"), ("/a~1b", #""a/b":1"#, "1"),
            ("x", #""\u0078":"escaped name""#, "escaped name"), ("café", #""cafe\u0301":1"#, ""),
        ]
    )
    func paths(_ path: String, _ claims: String, _ expected: String) throws {
        #expect(try header(path, .plain, claims) == expected)
    }

    @Test("Every configured header is in every allow once, in order, empty without a value")
    func always() throws {
        let signer = Signer.ed25519()
        let names = ["X-Sub": "sub", "X-Company": "company", "X-Sub-2": "sub"]
        let configured = try ["X-Sub", "X-Company", "X-Sub-2"].map { name in
            ClaimHeader(name: name, content: .claim(try #require(ClaimPath(names[name] ?? "")), .plain))
        }
        let gate = try Gate([signer]) { configuration in
            configuration.claimHeaders = configured
            configuration.policies = ["open": [Rule(label: "o", access: .optional)]]
        }
        #expect(gate.decide(bearer: try signer.token()).lines == ["X-Sub: alice", "X-Company:", "X-Sub-2: alice"])
        #expect(gate.decide(TestRequest(policy: "open")).lines == ["X-Sub:", "X-Company:", "X-Sub-2:"])
    }

    @Test("The limit counts whole lines with their ends; one byte more is refused, never cut")
    func limit() throws {
        let signer = Signer.ed25519()
        let path = try #require(ClaimPath("x"))
        let gate = try Gate([signer]) { configuration in
            configuration.claimHeaders = [ClaimHeader(name: "X-Claim", content: .claim(path, .plain))]
            configuration.responseHeadersLimit = 40
        }
        let fits = gate.decide(bearer: try signer.token("\"x\":\"\(String(repeating: "a", count: 29))\""))
        #expect(fits.decision == .allow)
        #expect(fits.bytes.count == 40)
        let over = gate.decide(bearer: try signer.token("\"x\":\"\(String(repeating: "a", count: 30))\""))
        #expect(over.reason == .headersTooLarge)
        #expect(over.bytes.isEmpty)
    }

    @Test("A denial carries no claim header")
    func denial() throws {
        let signer = Signer.ed25519()
        let path = try #require(ClaimPath("sub"))
        let gate = try Gate([signer]) { configuration in
            configuration.claimHeaders = [ClaimHeader(name: "X-Claim", content: .claim(path, .plain))]
            configuration.rules = [Rule(label: "r", requirement: Requirement(scopes: ["admin"]))]
        }
        #expect(!gate.decide(bearer: try signer.token()).lines.contains { $0.hasPrefix("X-Claim") })
        #expect(!gate.decide(TestRequest()).lines.contains { $0.hasPrefix("X-Claim") })
    }
}
