import Authorization
import JOSE
import TestSupport
import Testing

/// The first failure is the reason: a request with every fault from one check on is refused by that check.
@Suite("Order of checks")
struct OrderOfChecksTests {
    enum Check: Int, CaseIterable, Sendable {
        case path, rule, missing, size, parts, base64url, header, critical, payload, issuer, type, algorithm, expiry
        case notBefore, audience, required, claimType, keys, keyFound, keyFits, signature, scope, claim, headers,
            nothing

        var reason: Reason? {
            switch self {
            case .path: .requestAmbiguous
            case .rule: .ruleDenied
            case .missing: .tokenMissing
            case .size: .tokenTooLarge
            case .parts, .base64url, .header, .payload: .tokenMalformed
            case .critical: .criticalHeaderUnsupported
            case .issuer: .issuerUnknown
            case .type: .typeNotAllowed
            case .algorithm, .keyFits: .algorithmNotAllowed
            case .expiry: .tokenExpired
            case .notBefore: .tokenNotYetValid
            case .audience: .audienceMismatch
            case .required: .claimMissing
            case .claimType: .claimMalformed
            case .keys: .keysUnavailable
            case .keyFound: .keyUnknown
            case .signature: .signatureInvalid
            case .scope: .scopeInsufficient
            case .claim: .claimMismatch
            case .headers: .headersTooLarge
            case .nothing: nil
            }
        }

        /// The name of the failed step in a trace.
        var step: String? {
            switch self {
            case .path: "request"
            case .rule, .scope, .claim: "rule"
            case .missing, .size: "token"
            case .base64url: "parts"
            case .critical: "critical"
            case .required, .claimType: "claims"
            case .expiry: "expiry"
            case .notBefore: "not before"
            case .keyFound, .keyFits: "key"
            case .nothing: nil
            default: "\(self)"
            }
        }
    }

    /// Everything from `first` on is wrong, everything before it is right.
    private struct Scene {
        let first: Check
        let ed = Signer.ed25519("ed")
        let ec = Signer.p256("ec")

        func isWrong(_ check: Check) -> Bool { check.rawValue >= first.rawValue }

        func gate() throws -> Gate {
            let big = try #require(ClaimPath("big"))
            let company = try #require(ClaimPath("company"))
            let requirements = Gate.requirements {
                $0.tokenTypes = ["at+jwt"]
                $0.algorithms = .edDSA
                $0.requiredClaims = ["tenant"]
            }
            return try Gate(isWrong(.keys) ? [] : [ed, ec], requirements: requirements) { configuration in
                configuration.tokenLimit = 1000
                configuration.responseHeadersLimit = 64
                configuration.claimHeaders = [ClaimHeader(name: "X-Big", content: .claim(big, .plain))]
                configuration.rules = [
                    Rule(label: "denied", paths: RuleTests.paths("/denied/**"), access: .denied),
                    Rule(
                        label: "rest",
                        requirement: Requirement(scopes: ["admin"], claims: [.init(path: company, anyOf: ["1"])])
                    ),
                ]
            }
        }

        func request() throws -> TestRequest {
            let target = (isWrong(.rule) ? "/denied" : "/open") + (isWrong(.path) ? "/%00" : "")
            guard !isWrong(.missing) else { return TestRequest("GET", target) }
            return TestRequest(bearer: try token(), "GET", target)
        }

        private func token() throws -> String {
            let kid = isWrong(.keyFound) ? "unknown" : isWrong(.keyFits) ? "ec" : "ed"
            var header = #"{"alg":"\#(isWrong(.algorithm) ? "ES256" : "EdDSA")","kid":"\#(kid)""#
            header += #","typ":"\#(isWrong(.type) ? "JWT" : "at+jwt")""#
            if isWrong(.critical) { header += #","crit":["x"]"# }
            if !isWrong(.header) { header += "}" }
            var payload = #"{"iss":"\#(isWrong(.issuer) ? "https://other.example" : Claims.issuer)""#
            payload +=
                #","exp":\#(isWrong(.expiry) ? 1 : Claims.expiry),"nbf":\#(isWrong(.notBefore) ? Claims.expiry : 1)"#
            payload += #","aud":"\#(isWrong(.audience) ? "other" : Claims.audience)""#
            if !isWrong(.required) { payload += #","tenant":1"# }
            payload += #","iat":\#(isWrong(.claimType) ? "\"1\"" : "1"),"scope":"\#(isWrong(.scope) ? "" : "admin")""#
            payload += #","company":\#(isWrong(.claim) ? 2 : 1)"#
            payload += #","big":"\#(String(repeating: "x", count: isWrong(.headers) ? 100 : 1))""#
            if !isWrong(.payload) { payload += "}" }
            var token = try ed.sign(header: header, payload: payload)
            if isWrong(.signature) { token = String(token.dropLast(2)) + (token.hasSuffix("AA") ? "BA" : "AA") }
            if isWrong(.base64url) { token += "=" }
            if isWrong(.parts) { token += "." }
            if isWrong(.size) { token += String(repeating: "A", count: 1000) }
            return token
        }
    }

    @Test("Each check comes before all that are listed after it", arguments: Check.allCases)
    func order(_ check: Check) throws {
        let scene = Scene(first: check)
        let gate = try scene.gate()
        let request = try scene.request()
        #expect(gate.decide(request).reason == check.reason)
        let trace = Trace()
        #expect(gate.decide(request, trace: trace).reason == check.reason)
        #expect(trace.failure?.check == check.step)
        #expect(trace.steps.last == trace.failure || check == .nothing)
    }
}
