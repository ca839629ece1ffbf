import Demo
import TestSupport
import Testing

/// An API gateway issues a token a request; the application gets `sub` and `company`, or nothing at all.
///
/// One telling for both proxies.
enum SeedScenario {
    static func freshTokensPass(behind front: Front) async throws {
        try await Street.walk(front) { street in
            for number in 1...20 {
                let key: any SigningKey = number.isMultiple(of: 2) ? street.rsa : street.ed25519
                let (subject, company) = ("user-\(number)", "company-\(number)")
                let token = try street.issuer.token(key, ["sub": .string(subject), "company": .string(company)])
                let answer = try street.request(token: token)
                #expect(answer.status == 200, "\(front) \(key.algorithm): \(answer)")
                #expect(answer.echoed("X-Auth-Subject") == [subject], "\(front)")
                #expect(answer.echoed("X-Auth-Company") == [company], "\(front)")
                #expect(answer.values(of: "WWW-Authenticate").isEmpty, "\(front)")
            }
            #expect(street.issuer.fetches == 1, "known keys are not fetched again")
        }
    }

    static func badTokensAreRefused(behind front: Front) async throws {
        try await Street.walk(front) { street in
            let (issuer, key) = (street.issuer, street.ed25519)
            let good = try issuer.token(key)
            let other = try issuer.token(key, ["sub": "admin"])
            let refused: [(String, String)] = [
                ("expired", try issuer.token(key, expiresIn: -3600)),
                ("another issuer", try issuer.token(key, ["iss": "http://127.0.0.1/__zuplo/issuer"])),
                ("no issuer", try issuer.token(key, ["iss": nil])),
                ("no expiry", try issuer.token(key, ["exp": nil])),
                ("unknown key", try issuer.token(Ed25519SigningKey(keyID: "stranger"))),
                ("another key of the same name", try issuer.token(Ed25519SigningKey(keyID: key.keyID))),
                ("another key of the same name, RSA", try issuer.token(RSASigningKey(keyID: street.rsa.keyID))),
                ("the claims of another token", part(good, 0) + "." + part(other, 1) + "." + part(good, 2)),
                ("the signature of another token", part(good, 0) + "." + part(good, 1) + "." + part(other, 2)),
                ("no signature", part(good, 0) + "." + part(good, 1) + "."),
                ("no token at all", "hello"),
            ]
            for (name, token) in refused {
                let answer = try street.request(token: token)
                #expect(answer.status == 401, "\(front), \(name): \(answer)")
                let challenges = answer.values(of: "WWW-Authenticate")
                #expect(challenges.count == 1, "\(front), \(name): \(answer)")
                #expect(challenges.first?.hasPrefix("Bearer ") == true, "\(front), \(name): \(answer)")
                #expect(challenges.first?.contains(#"error="invalid_token""#) == true, "\(front), \(name): \(answer)")
            }
            let missing = try street.request()
            #expect(missing.status == 401, "\(front): \(missing)")
            #expect(missing.values(of: "WWW-Authenticate").count == 1, "\(front): \(missing)")
            #expect(missing.values(of: "WWW-Authenticate").first?.hasPrefix("Bearer") == true, "\(front): \(missing)")
            #expect(!missing.description.contains("error="), "\(front): no error without a token")
            #expect(street.arrivals.all.isEmpty, "\(front): nothing reached the application")
            #expect(try street.request(token: good).status == 200, "\(front): and a good token still passes")
        }
    }

    static func rotatedKeyIsAcceptedWithItsFirstToken(behind front: Front) async throws {
        try await Street.walk(front) { street in
            let old = try street.issuer.token(street.ed25519)
            #expect(try street.request(token: old).status == 200)

            let new = Ed25519SigningKey(keyID: "ed25519-2")
            street.issuer.publish([new])
            let first = try street.request(token: street.issuer.token(new, ["sub": "after"]))
            #expect(first.status == 200, "\(front): \(first)")
            #expect(first.echoed("X-Auth-Subject") == ["after"])
            #expect(street.issuer.fetches == 2)

            let withdrawn = try street.request(token: old)
            #expect(withdrawn.status == 401, "\(front), a token of the withdrawn key: \(withdrawn)")
        }
    }

    static func spoofedClaimHeadersAreGone(behind front: Front) async throws {
        try await Street.walk(front) { street in
            let spoofed = [
                "X-Auth-Subject: admin", "x-auth-subject: admin", "X-AUTH-COMPANY: evil", "X-Auth-Company:",
                "X_Auth_Subject: admin", "X_Auth_Company: evil",
            ]
            let full = try street.request(token: street.issuer.token(street.ed25519), headers: spoofed)
            #expect(full.status == 200, "\(front): \(full)")
            #expect(full.echoed("X-Auth-Subject") == ["user-1"], "\(front): \(full)")
            #expect(full.echoed("X-Auth-Company") == ["example"], "\(front): \(full)")

            let bare = try street.issuer.token(street.ed25519, ["sub": nil, "company": nil])
            let absent = try street.request(token: bare, headers: spoofed)
            #expect(absent.status == 200, "\(front): \(absent)")

            for answer in [full, absent] {
                #expect(!answer.body.contains("admin"), "\(front): \(answer)")
                #expect(!answer.body.contains("evil"), "\(front): \(answer)")
            }
        }
    }

    static func bodiesPassUntouched(behind front: Front) async throws {
        try await Street.walk(front) { street in
            let token = try street.issuer.token(street.rsa)
            for length in [1, 100_000, 1] {
                let body = String(repeating: "x", count: length)
                let answer = try street.request("PUT", token: token, body: body)
                #expect(answer.status == 200, "\(front), \(length) bytes: \(answer)")
                #expect(answer.body.hasPrefix("PUT /hello "), "\(front), \(length) bytes: \(answer)")
                #expect(answer.echoed("Content-Length") == [String(length)], "\(front): \(answer)")
            }
        }
    }

    /// Postern itself says 503 while it has no keys; each proxy makes of that what it can: `outage`.
    static func recoversFromAnIssuerThatIsDown(behind front: Front, outage: Int) async throws {
        try await Street.walk(front, issuerIsUp: false) { street in
            let token = try street.issuer.token(street.ed25519)
            #expect(try !street.postern.isReady)
            let direct = try street.ask(token: token)
            #expect(direct.status == 503, "\(direct)")
            #expect(direct.values(of: "Retry-After").count == 1, "\(direct)")
            #expect(direct.values(of: "X-Auth-Subject").isEmpty, "\(direct)")
            #expect(try street.request(token: token).status == outage, "\(front)")
            #expect(try street.ask(token: nil).status == 401, "a missing token needs no keys to be refused")
            #expect(street.arrivals.all.isEmpty)

            try await street.issuer.start()
            try await street.postern.process.ready { try street.postern.isReady }
            let answer = try street.request(token: token)
            #expect(answer.status == 200, "\(front): \(answer)")
            #expect(answer.echoed("X-Auth-Subject") == ["user-1"])
        }
    }

    private static func part(_ token: String, _ index: Int) -> String {
        String(token.split(separator: ".")[index])
    }
}
