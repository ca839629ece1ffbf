import JOSE
import Testing

@testable import JOSE

/// What must not work about claims, and what must.
@Suite("Threats: claims") struct ClaimThreatTests {
    private let issuer = Issuer()
    private static let now = Issuer.now

    /// Judges a payload that differs in some members; nil takes a member out.
    private func refusal(
        _ members: [String: String?],
        at now: Double = now,
        audiences: TokenRequirements.Audiences = .anyOf(["api"]),
        change: (inout TokenRequirements) -> Void = { _ in }
    ) throws -> TokenFailure? {
        var claims = ["iss": #""https://issuer.example""#, "aud": #""api""#, "exp": "1700000300"]
        for (name, value) in members { claims[name] = value }
        let payload =
            "{" + claims.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
        return try issuer.verifier(audiences: audiences, change: change).refusal(
            of: issuer.token(payload: payload),
            at: now
        )
    }

    // MARK: Times

    @Test("`exp` missing") func expMissing() throws {
        #expect(try refusal(["exp": nil]) == .claimMissing)
    }

    @Test(
        "Dates that are no finite number",
        arguments: [
            #""1700000300""#, "true", "null", #""NaN""#, "[]", "{}", "[1700000300]", "1e400", "1e99999999999999999999",
        ]
    )
    func datesThatAreNoFiniteNumber(_ value: String) throws {
        for name in ["exp", "nbf", "iat"] { #expect(try refusal([name: value]) == .claimMalformed, "\(name)") }
        if value.hasPrefix("1e") {
            for name in ["exp", "nbf", "iat"] { #expect(try refusal([name: "-" + value]) == .claimMalformed) }
        }
    }

    @Test(
        "Dates that are no JSON",
        arguments: [
            "NaN", "Infinity", "-Infinity", "+1", "01", ".5", "1.", "1e", "0x10", "1_000", "--1", "-", "1700000300,5",
        ]
    )
    func datesThatAreNoJSON(_ value: String) throws {
        #expect(try refusal(["exp": value]) == .tokenMalformed)
    }

    @Test(
        "Dates that are past",
        arguments: [
            "0", "-0", "-1", "-1700000300", "-1e300", "1e-400", "0.0", "1.5", "1e3", "1699999939",
            "1699999939.999999", "-9223372036854775809",
        ]
    )
    func datesThatArePast(_ value: String) throws {
        #expect(try refusal(["exp": value]) == .tokenExpired)
    }

    @Test(
        "Dates that are numbers",
        arguments: [
            "1.7000003e9", "1.7e10", "17e8", "1700000300.5", "9223372036854775808", "1e300",
            "99999999999999999999999999",
            "1.7E+10",
            "1700000300.000000000000000000000000000000001", "170000030000000000000000e-14",
        ]
    )
    func datesThatAreNumbers(_ value: String) throws {
        #expect(try refusal(["exp": value]) == nil)
    }

    @Test("`exp` and leeway to the second", arguments: [0.0, 1, 60, 3600])
    func expAndLeewayToTheSecond(_ leeway: Double) throws {
        let end = 1_700_000_300 + leeway
        for (now, expected) in [
            (end - 1, nil), (end - 0.001, nil), (end, TokenFailure.tokenExpired), (end + 0.001, .tokenExpired),
            (end + 1, .tokenExpired),
        ] {
            #expect(try refusal([:], at: now) { $0.leeway = .seconds(leeway) } == expected, "\(now - end)")
        }
    }

    @Test("`nbf` and leeway to the second", arguments: [0.0, 1, 60, 3600])
    func nbfAndLeewayToTheSecond(_ leeway: Double) throws {
        let start = 1_700_000_000 - leeway
        for (now, expected) in [
            (start - 1, TokenFailure.tokenNotYetValid), (start - 0.001, .tokenNotYetValid), (start, nil),
            (start + 1, nil),
        ] {
            let found = try refusal(["nbf": "1700000000"], at: now) { $0.leeway = .seconds(leeway) }
            #expect(found == expected, "\(now - start)")
        }
        #expect(try refusal(["nbf": "1e300"]) == .tokenNotYetValid)
        #expect(try refusal(["nbf": "-1e300"]) == nil)
        #expect(try refusal(["nbf": "1700000000.5"], at: 1_700_000_000.4) { $0.leeway = .zero } == .tokenNotYetValid)
    }

    @Test("No overflow at the end of time") func noOverflowAtTheEndOfTime() throws {
        #expect(try refusal(["exp": "1.7976931348623157e308"], at: 1e308) { $0.leeway = .seconds(Int64.max) } == nil)
        #expect(try refusal(["exp": "-1.7976931348623157e308", "iat": "1.7976931348623157e308"]) == .tokenExpired)
        let limits: (inout TokenRequirements) -> Void = {
            $0.maxLifetime = .seconds(10)
            $0.maxAge = .seconds(10)
        }
        #expect(
            try refusal(["exp": "1.7976931348623157e308", "iat": "-1.7976931348623157e308"], change: limits) != nil
        )
    }

    @Test("`iat` matters only to the limits") func iatMattersOnlyToTheLimits() throws {
        for iat in ["0", "1e300", "-5", "1800000000"] { #expect(try refusal(["iat": iat]) == nil) }
        // exp - iat, at most.
        #expect(try refusal(["iat": "1700000000"]) { $0.maxLifetime = .seconds(300) } == nil)
        #expect(try refusal(["iat": "1699999999"]) { $0.maxLifetime = .seconds(300) } == .claimMalformed)
        #expect(try refusal(["iat": nil]) { $0.maxLifetime = .seconds(300) } == .claimMissing)
        // now - iat, at most, and leeway.
        #expect(try refusal(["iat": "1699999940"]) { ($0.maxAge, $0.leeway) = (.seconds(60), .zero) } == nil)
        #expect(try refusal(["iat": "1699999939"]) { ($0.maxAge, $0.leeway) = (.seconds(60), .zero) } == .tokenExpired)
        #expect(try refusal(["iat": "1699999880"]) { $0.maxAge = .seconds(60) } == nil)
        #expect(try refusal(["iat": nil]) { $0.maxAge = .seconds(60) } == .claimMissing)
    }

    // MARK: Audience

    @Test(
        "Audience of somebody else",
        arguments: [
            #""""#, #""ap""#, #""apis""#, #""API""#, #""Api""#, #"" api""#, #""api ""#, #""api,other""#, "[]", #"[""]"#,
            #"["other"]"#, #""\u0000api""#, #"["apı"]"#,
        ]
    )
    func audienceOfSomebodyElse(_ value: String) throws {
        #expect(try refusal(["aud": value]) == .audienceMismatch)
    }

    @Test(
        "Audience of a wrong type",
        arguments: [
            "null", "1", "true", "{}", #"{"aud":"api"}"#, #"[["api"]]"#, #"["api",1]"#, #"[null,"api"]"#,
            #"["api",["api"]]"#, "[{}]",
        ]
    )
    func audienceOfAWrongType(_ value: String) throws {
        #expect(try refusal(["aud": value]) == .claimMalformed)
        #expect(try refusal(["aud": value], audiences: .any) == .claimMalformed)
    }

    @Test(
        "Audience that is accepted",
        arguments: [
            #""api""#, #"["api"]"#, #"["other","api"]"#, #""\u0061pi""#, #""second""#, #"["other","second","x"]"#,
        ]
    )
    func audienceOfOurs(_ value: String) throws {
        #expect(try refusal(["aud": value], audiences: .anyOf(["api", "second"])) == nil)
    }

    @Test("Audience missing") func audienceMissing() throws {
        #expect(try refusal(["aud": nil]) == .audienceMismatch)
        #expect(try refusal(["aud": nil], audiences: .any) == nil)
        for value in [#""x""#, "[]", #"["x"]"#] { #expect(try refusal(["aud": value], audiences: .any) == nil) }
        #expect(try refusal([:], audiences: .anyOf([])) == .audienceMismatch)
    }

    // MARK: Issuer

    @Test(
        "Issuer that is another",
        arguments: [
            #""https://issuer.example/""#, #""https://issuer.exampl""#, #""HTTPS://issuer.example""#,
            #""https://Issuer.example""#,
            #""https://issuer.example.attacker.example""#, #""issuer.example""#, #""""#, #"" https://issuer.example""#,
            #""https://issuer.example\u0000""#, #""https://issuer.example#""#,
        ]
    )
    func issuerThatIsAnother(_ value: String) throws {
        #expect(try refusal(["iss": value]) == .issuerUnknown)
    }

    @Test("Issuer of a wrong type", arguments: ["null", "1", "{}", #"["https://issuer.example"]"#, "[]", "true"])
    func issuerOfAWrongType(_ value: String) throws {
        #expect(try refusal(["iss": value]) == .claimMalformed)
    }

    @Test("Issuer missing or spelt otherwise") func issuerMissingOrSpeltOtherwise() throws {
        #expect(try refusal(["iss": nil]) == .issuerUnknown)
        #expect(try refusal(["iss": #""https:\/\/issuer\u002eexample""#]) == nil)
    }

    /// Two issuers with one `kid`: each is verified only with its own keys.
    @Test("A key of one issuer never verifies for another") func aKeyOfOneIssuerNeverVerifiesForAnother() throws {
        let other = Issuer(seed: 2)
        let otherName = #"{"iss":"https://other.example","aud":"api","exp":1700000300}"#
        let verifier = try issuer.verifier()
        #expect(verifier.refusal(of: other.token()) == .signatureInvalid)
        #expect(verifier.refusal(of: other.token(payload: otherName)) == .issuerUnknown)
        #expect(verifier.refusal(of: issuer.token(payload: otherName)) == .issuerUnknown)
    }

    // MARK: Type, required claims, scope

    @Test("Type allow list") func typeAllowList() throws {
        func refusal(typ: String?, allowed: [String]?) throws -> TokenFailure? {
            let member = typ.map { #","typ":"\#($0)""# } ?? ""
            let token = issuer.token(header: #"{"alg":"EdDSA","kid":"k"\#(member)}"#)
            return try issuer.verifier { $0.tokenTypes = allowed }.refusal(of: token)
        }
        for typ in ["at+jwt", "AT+JWT", "application/at+jwt", "Application/At+Jwt"] {
            #expect(try refusal(typ: typ, allowed: ["at+jwt"]) == nil)
            #expect(try refusal(typ: typ, allowed: ["jwt", "application/AT+jwt"]) == nil)
        }
        for typ in [
            nil, "JWT", "", "at+jw", "at+jwtx", "application/", "application/application/at+jwt", "at+\u{212A}wt",
            "dpop+jwt",
        ] {
            #expect(try refusal(typ: typ, allowed: ["at+jwt"]) == .typeNotAllowed)
            #expect(try refusal(typ: typ, allowed: nil) == nil)
        }
        #expect(try refusal(typ: "JWT", allowed: []) == .typeNotAllowed)
    }

    @Test("Required claims") func requiredClaims() throws {
        let requires: (inout TokenRequirements) -> Void = { $0.requiredClaims = ["sub", "company"] }
        #expect(try refusal([:], change: requires) == .claimMissing)
        #expect(try refusal(["sub": #""s""#], change: requires) == .claimMissing)
        #expect(try refusal(["sub": #""s""#, "company": "null"], change: requires) == .claimMissing)
        #expect(try refusal(["sub": #""s""#, "company": #""""#], change: requires) == nil)
        #expect(try refusal(["s\\u0075b": #""s""#, "company": "0"], change: requires) == nil)
    }

    @Test("Scope of a wrong type", arguments: ["null", "1", "{}", "true", "[1]", #"[["a"]]"#])
    func scopeOfAWrongType(_ value: String) throws {
        #expect(try refusal(["scope": value]) == .claimMalformed)
    }

    // MARK: Order

    /// The first failure is the reason; refusals that need no key come before the signature.
    @Test("Order of checks") func orderOfChecks() throws {
        let attacker = Issuer(seed: 2)
        let verifier = try issuer.verifier {
            $0.tokenTypes = ["jwt"]
            $0.requiredClaims = ["sub"]
        }
        let good = #""alg":"EdDSA","kid":"k","typ":"JWT""#
        let steps: [(header: String, payload: String, TokenFailure)] = [
            (#""alg":"none","crit":[]"#, "", .criticalHeaderUnsupported),
            (#""alg":"none","typ":"x""#, "x", .tokenMalformed),
            (#""alg":"none","typ":"x""#, #""exp":1"#, .issuerUnknown),
            (#""alg":"none","typ":"x""#, #""iss":"https://issuer.example","exp":1"#, .typeNotAllowed),
            (#""alg":"none","typ":"JWT""#, #""iss":"https://issuer.example","exp":1"#, .algorithmNotAllowed),
            (good, #""iss":"https://issuer.example","exp":1,"nbf":9e9"#, .tokenExpired),
            (good, #""iss":"https://issuer.example","exp":9e9,"nbf":9e9"#, .tokenNotYetValid),
            (good, #""iss":"https://issuer.example","exp":9e9"#, .audienceMismatch),
            (good, #""iss":"https://issuer.example","exp":9e9,"aud":"api","scope":1"#, .claimMissing),
            (good, #""iss":"https://issuer.example","exp":9e9,"aud":"api","sub":"s","scope":1"#, .claimMalformed),
            (
                #""alg":"EdDSA","kid":"x","typ":"JWT""#,
                #""iss":"https://issuer.example","exp":9e9,"aud":"api","sub":"s""#, .keyUnknown
            ),
            (
                #""alg":"ES256","kid":"k","typ":"JWT""#,
                #""iss":"https://issuer.example","exp":9e9,"aud":"api","sub":"s""#, .algorithmNotAllowed
            ),
            (good, #""iss":"https://issuer.example","exp":9e9,"aud":"api","sub":"s""#, .signatureInvalid),
        ]
        for (header, payload, expected) in steps {
            let token = attacker.token(header: "{\(header)}", payload: "{\(payload)}")
            #expect(verifier.refusal(of: token) == expected, "\(header) \(payload)")
        }
    }
}
