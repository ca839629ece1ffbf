import Authorization
import JOSE
import TestSupport
import Testing

/// Threats: claims.
@Suite("Threats: claims")
struct ClaimThreatTests {
    private let signer = Signer.ed25519()

    private func reason(_ name: String, _ value: String?, now: Double = Gate.now) throws -> Reason? {
        let token = try signer.sign(payload: Claims.payload(changing: name, to: value))
        return try Gate([signer]).decide(bearer: token, now: now).reason
    }

    @Test(
        "`exp` missing or of a wrong type",
        arguments: [
            (nil, .claimMissing), ("\"1800003600\"", .claimMalformed), ("true", .claimMalformed),
            ("null", .claimMalformed),
            ("\"NaN\"", .claimMalformed), ("NaN", .tokenMalformed), ("1e400", .claimMalformed),
            ("-1e400", .claimMalformed),
            ("[1800003600]", .claimMalformed), ("{}", .claimMalformed),
        ] as [(String?, Reason)]
    )
    func expiryType(_ value: String?, _ expected: Reason) throws {
        #expect(try reason("exp", value) == expected)
    }

    @Test(
        "`exp` as any number",
        arguments: [
            ("-1", .tokenExpired), ("0", .tokenExpired), ("-0", .tokenExpired), ("1.5", .tokenExpired), ("1.7e10", nil),
            ("1800003600.5", nil), ("18e8", nil), ("1e308", nil), ("9223372036854775807", nil),
            ("9223372036854775808", nil),
            ("-9223372036854775809", .tokenExpired), ("1e-400", .tokenExpired),
        ] as [(String, Reason?)]
    )
    func expiryNumber(_ value: String, _ expected: Reason?) throws {
        #expect(try reason("exp", value) == expected)
    }

    @Test("`exp` and `nbf` at the leeway's edges", arguments: [-1.0, 0, 1])
    func edges(_ offset: Double) throws {
        let at = 1_800_000_000
        #expect(try reason("exp", "\(at)", now: Double(at) + 60 + offset) == (offset < 0 ? nil : .tokenExpired))
        #expect(try reason("exp", "\(at)", now: Double(at) - 60 + offset) == nil)
        #expect(try reason("nbf", "\(at)", now: Double(at) - 60 + offset) == (offset < 0 ? .tokenNotYetValid : nil))
        #expect(try reason("nbf", "\(at)", now: Double(at) + 60 + offset) == nil)
    }

    @Test(
        "`nbf` and `iat` of a wrong type, and far away",
        arguments: [
            ("nbf", "\"1\"", .claimMalformed), ("nbf", "null", .claimMalformed), ("nbf", "1e400", .claimMalformed),
            ("nbf", "1e308", .tokenNotYetValid), ("nbf", "-1e308", nil), ("iat", "\"1\"", .claimMalformed),
            ("iat", "null", .claimMalformed), ("iat", "1e400", .claimMalformed), ("iat", "1e308", nil),
            ("iat", "-1e308", nil),
        ] as [(String, String, Reason?)]
    )
    func otherTimes(_ name: String, _ value: String, _ expected: Reason?) throws {
        #expect(try reason(name, value) == expected)
    }

    @Test(
        "`aud` that is not this audience",
        arguments: [
            (nil, .audienceMismatch), ("\"\"", .audienceMismatch), ("[]", .audienceMismatch),
            ("[[\"api\"]]", .claimMalformed),
            ("\"ap\"", .audienceMismatch), ("\"api2\"", .audienceMismatch), ("\"API\"", .audienceMismatch),
            ("\"api \"", .audienceMismatch), ("[\"x\",7]", .claimMalformed), ("[\"api\",7]", .claimMalformed),
            ("[\"api\",null]", .claimMalformed), ("null", .claimMalformed), ("7", .claimMalformed),
            ("{\"api\":1}", .claimMalformed), ("[\"x\",\"api\"]", nil), ("\"\\u0061pi\"", nil),
            ("\"x api\"", .audienceMismatch),
        ] as [(String?, Reason?)]
    )
    func audience(_ value: String?, _ expected: Reason?) throws {
        #expect(try reason("aud", value) == expected)
    }

    @Test(
        "`iss` that is not this issuer",
        arguments: [
            (nil, .issuerUnknown), ("\"\"", .issuerUnknown), ("[\"https://issuer.example\"]", .claimMalformed),
            ("\"https://issuer.exampl\"", .issuerUnknown), ("\"https://issuer.example/\"", .issuerUnknown),
            ("\"https://ISSUER.example\"", .issuerUnknown), ("\"https://issuer.example.evil\"", .issuerUnknown),
            ("null", .claimMalformed), ("7", .claimMalformed), ("\"https:\\/\\/issuer.example\"", nil),
            ("\"https://issuer.example\\u0000\"", .issuerUnknown),
        ] as [(String?, Reason?)]
    )
    func issuer(_ value: String?, _ expected: Reason?) throws {
        #expect(try reason("iss", value) == expected)
    }

    @Test("A key of issuer A never verifies a token of issuer B, same `kid` or not", arguments: ["ed", "other", nil])
    func foreignKey(_ keyID: String?) throws {
        let foreign = Signer.ed25519(keyID)
        let other = TokenRequirements(issuer: "https://other.example", audiences: .any)
        let configuration = AuthorizationConfiguration(issuers: [Gate.requirements(), other])
        let gate = try Gate(configuration, keys: [[signer], [foreign]])
        for (key, issuer) in [(foreign, Claims.issuer), (signer, "https://other.example")] {
            let token = try key.sign(payload: Claims.payload(changing: "iss", to: "\"\(issuer)\""))
            for _ in 0..<3 {
                let reason = gate.decide(bearer: token).reason
                #expect(reason == .signatureInvalid || reason == .keyUnknown)
            }
        }
        let own = try foreign.sign(payload: Claims.payload(changing: "iss", to: "\"https://other.example\""))
        #expect(gate.decide(bearer: own).decision == .allow)
    }

    @Test(
        "`typ` against the allow-list",
        arguments: [
            ("at+jwt", true), ("AT+JWT", true), ("application/at+jwt", true), ("Application/at+JWT", true),
            ("JWT", false),
            ("at", false), ("at+jwt2", false), ("application/application/at+jwt", false), (nil, false),
        ] as [(String?, Bool)]
    )
    func type(_ type: String?, _ allowed: Bool) throws {
        let gate = try Gate([signer], requirements: Gate.requirements { $0.tokenTypes = ["at+jwt"] })
        let header = #"{"alg":"EdDSA","kid":"ed"\#(type.map { #","typ":"\#($0)""# } ?? "")}"#
        let reason = gate.decide(bearer: try signer.token(header: header)).reason
        #expect(reason == (allowed ? nil : .typeNotAllowed))
    }

    @Test(
        "`scope` by word, never by substring",
        arguments: ["administrator", "superadmin", "admi", "ADMIN", "admin.read"]
    )
    func scopeByWord(_ scope: String) throws {
        let gate = try Gate([signer]) { $0.rules = [Rule(label: "r", requirement: Requirement(scopes: ["admin"]))] }
        #expect(gate.decide(bearer: try signer.token("\"scope\":\"\(scope)\"")).reason == .scopeInsufficient)
        #expect(gate.decide(bearer: try signer.token("\"scope\":\"\(scope) admin\"")).decision == .allow)
    }

    @Test(
        "`scope` of a wrong type, whether or not a rule asks",
        arguments: ["7", "null", "{}", "[1]", "true", "[[\"a\"]]"]
    )
    func scopeType(_ value: String) throws {
        #expect(try reason("scope", value) == .claimMalformed)
    }
}
