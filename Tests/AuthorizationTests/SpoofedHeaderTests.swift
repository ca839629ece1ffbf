import Authorization
import JOSE
import ProxyProtocol
import TestSupport
import Testing

/// Aliases of claim headers in a request.
@Suite("Spoofed headers")
struct SpoofedHeaderTests {
    private let signer = Signer.ed25519()

    private func reason(_ name: String, shown: Bool, _ spoofed: SpoofedHeaders?) throws -> Reason? {
        let headers = try ["X-Auth-Subject", "X-Auth-Company"].map { name in
            ClaimHeader(name: name, content: .claim(try #require(ClaimPath("sub")), .plain))
        }
        let gate = try Gate([signer]) { configuration in
            configuration.claimHeaders = headers
            configuration.spoofedHeaders = spoofed
        }
        var request = TestRequest(bearer: try signer.token())
        request.subrequest.showsClientHeaders = shown
        request.add(name, "")
        return gate.decide(request).reason
    }

    @Test(
        "Names that differ in separators alone are aliases",
        arguments: [
            ("X_Auth_Subject", true), ("x_auth_subject", true), ("X-Auth_Subject", true), ("X.Auth.Subject", true),
            ("X_AUTH-COMPANY", true),
            ("X~Auth|Subject", true), ("X-Auth-Subject", false), ("x-auth-subject", false), ("X-Auth-Subjec", false),
            ("X_Auth_Subjects", false), ("XAuthSubject", false), ("Y_Auth_Subject", false), ("Accept", false),
            ("X-Auth-Subjecu", false),
        ]
    )
    func aliases(_ name: String, _ isAlias: Bool) throws {
        #expect(try reason(name, shown: true, nil) == (isAlias ? .requestAmbiguous : nil))
    }

    @Test("By default they are refused where the dialect shows the client's headers; else as the operator says")
    func settings() throws {
        let alias = "X_Auth_Subject"
        #expect(try reason(alias, shown: false, nil) == nil)
        #expect(try reason(alias, shown: true, nil) == .requestAmbiguous)
        #expect(try reason(alias, shown: true, .ignore) == nil)
        #expect(try reason(alias, shown: false, .refuse) == .requestAmbiguous)
        #expect(try reason(alias, shown: false, .ignore) == nil)
    }

    @Test("An anonymous request is refused too: the application would believe the alias")
    func anonymous() throws {
        let header = ClaimHeader(name: "X-Auth-Subject", content: .claim(try #require(ClaimPath("sub")), .plain))
        let gate = try Gate { configuration in
            configuration.claimHeaders = [header]
            configuration.rules = [Rule(label: "0", access: .anonymous)]
        }
        var request = TestRequest(headers: [("X_Auth_Subject", "admin")])
        request.subrequest.showsClientHeaders = true
        let trace = Trace()
        #expect(gate.decide(request, trace: trace).reason == .requestAmbiguous)
        #expect(trace.failure?.found == "X_Auth_Subject")
    }

    @Test("Aliases of headers that only one issuer has count, and those of no claim header do not")
    func issuerHeaders() throws {
        let header = ClaimHeader(name: "X-Tenant", content: .payload)
        let gate = try Gate { configuration in
            configuration.issuerClaimHeaders = [0: [header]]
            configuration.rules = [Rule(label: "0", access: .anonymous)]
        }
        for (name, expected) in [("X_Tenant", Reason?.some(.requestAmbiguous)), ("X_Other", nil)] {
            var request = TestRequest(headers: [(name, "")])
            request.subrequest.showsClientHeaders = true
            #expect(gate.decide(request).reason == expected)
        }
    }

    // MARK: Removal by name

    @Test("Envoy gets a list of the claim headers without a value to remove; other proxies get none")
    func removal() throws {
        let headers = try [("X-Sub", "sub"), ("X-Company", "company"), ("X-Empty", "empty"), ("X-Last", "last")].map {
            ClaimHeader(name: $0.0, content: .claim(try #require(ClaimPath($0.1)), .plain))
        }
        let gate = try Gate([signer]) { configuration in
            configuration.claimHeaders = headers
            configuration.cachedTokens = 4
            configuration.policies = ["open": [Rule(label: "o", access: .anonymous)]]
        }
        let token = try signer.token(#""empty":"","last":"x""#)
        let lines = ["X-Sub: alice", "X-Company:", "X-Empty:", "X-Last: x"]
        for _ in 0..<3 {
            var request = TestRequest(bearer: token)
            #expect(gate.decide(request).lines == lines)
            request.dialect = .envoy(pathPrefix: "")
            #expect(gate.decide(request).lines == lines + ["x-envoy-auth-headers-to-remove: X-Company,X-Empty"])
        }
        var open = TestRequest(policy: "open")
        open.dialect = .envoy(pathPrefix: "")
        #expect(
            gate.decide(open).lines.last == "x-envoy-auth-headers-to-remove: X-Sub,X-Company,X-Empty,X-Last"
        )
        var refused = TestRequest()
        refused.dialect = .envoy(pathPrefix: "")
        #expect(gate.decide(refused).lines == ["WWW-Authenticate: Bearer"])
    }

    @Test("Nothing to remove: no line, with values or without any claim header")
    func nothingToRemove() throws {
        let header = ClaimHeader(name: "X-Sub", content: .claim(try #require(ClaimPath("sub")), .plain))
        for headers in [[header], []] {
            let gate = try Gate([signer]) { $0.claimHeaders = headers }
            var request = TestRequest(bearer: try signer.token())
            request.dialect = .envoy(pathPrefix: "")
            #expect(gate.decide(request).lines == headers.map { _ in "X-Sub: alice" })
        }
    }

    @Test(
        "Claim headers that the client sends are replaced, or refused where the operator says so",
        arguments: ["X-Auth-Subject", "x-AUTH-subject", "X-Tenant"]
    )
    func claimHeaders(_ name: String) throws {
        let claim = ClaimHeader(name: "X-Auth-Subject", content: .claim(try #require(ClaimPath("sub")), .plain))
        for (setting, expected) in [(SpoofedClaimHeaders.replace, nil), (.refuse, Reason.requestAmbiguous)] {
            let gate = try Gate([signer]) { configuration in
                configuration.claimHeaders = [claim]
                configuration.issuerClaimHeaders = [0: [ClaimHeader(name: "X-Tenant", content: .payload)]]
                configuration.spoofedClaimHeaders = setting
            }
            for value in ["admin", ""] {
                var request = TestRequest(bearer: try signer.token())
                request.add(name, value)
                let trace = Trace()
                #expect(gate.decide(request).reason == expected)
                #expect(gate.decide(request, trace: trace).reason == expected)
                #expect(trace.failure?.found == expected.map { _ in name })
            }
            #expect(gate.decide(bearer: try signer.token()).decision == .allow)
        }
    }
}
