internal import JOSE

/// The header lines of refusals, built once (RFC 6750 section 3, RFC 9728 section 5.1).
///
/// The client learns the error code and one fixed sentence for each; which check failed stays in logs and `explain`.
struct Challenges {
    private let challenge: Challenge
    private let offersBasic: Bool
    private let missing: [UInt8]
    private let invalidToken: [UInt8]
    private let invalidRequest: [UInt8]
    private let retry: [UInt8]

    /// Seconds after which an issuer without keys has been asked again.
    private static let retryAfter = 2

    /// - Parameter offersBasic: whether 401s offer HTTP's Basic scheme too (RFC 7617), so that browsers and `git` ask for it.
    init(_ challenge: Challenge, offersBasic: Bool = false) {
        self.challenge = challenge
        self.offersBasic = offersBasic
        // One field, since some proxies pass on only the first.
        let basic = offersBasic ? ", Basic realm=\(Self.quoted(challenge.realm ?? "postern"))" : ""
        missing = Self.line(challenge, then: basic)
        invalidToken = Self.line(
            challenge,
            error: "invalid_token",
            "The access token is expired, revoked, malformed or not valid here",
            then: basic
        )
        invalidRequest = Self.line(
            challenge,
            error: "invalid_request",
            "The request must carry exactly one access token",
            then: basic
        )
        retry = Array("Retry-After: \(Self.retryAfter)\r\n".utf8)
    }

    /// The lines that go with a reason; scopes are the requirement's own, see ``insufficientScope(_:)``.
    func append(for reason: Reason, to headers: inout [UInt8]) {
        switch (reason, reason.status) {
        case (.tokenMissing, _): headers.append(contentsOf: missing)
        case (.tokenAmbiguous, _): headers.append(contentsOf: invalidRequest)
        case (_, 401): headers.append(contentsOf: invalidToken)
        case (_, 503): headers.append(contentsOf: retry)
        default: break
        }
    }

    /// The same challenges with another resource's metadata.
    func naming(resourceMetadata: String) -> Challenges {
        Challenges(Challenge(realm: challenge.realm, resourceMetadata: resourceMetadata), offersBasic: offersBasic)
    }

    func insufficientScope(_ scopes: [String]) -> [UInt8] {
        Self.line(
            challenge,
            error: "insufficient_scope",
            "The access token lacks a scope that this request needs",
            scope: scopes.joined(separator: " ")
        )
    }

    private static func line(
        _ challenge: Challenge,
        error: String? = nil,
        _ description: String? = nil,
        scope: String? = nil,
        then rest: String = ""
    ) -> [UInt8] {
        let parameters: [(String, String?)] = [
            ("realm", challenge.realm), ("error", error), ("error_description", description), ("scope", scope),
            ("resource_metadata", challenge.resourceMetadata),
        ]
        let written = parameters.compactMap { name, value in value.map { "\(name)=\(quoted($0))" } }
        let bearer = written.isEmpty ? "Bearer" : "Bearer \(written.joined(separator: ", "))"
        return Array("WWW-Authenticate: \(bearer)\(rest)\r\n".utf8)
    }

    /// A quoted-string (RFC 9110 section 5.6.4); what it cannot hold is left out.
    private static func quoted(_ text: String) -> String {
        var output = "\""
        for scalar in text.unicodeScalars where 0x20..<0x7F ~= scalar.value {
            if scalar == "\"" || scalar == "\\" { output.append("\\") }
            output.unicodeScalars.append(scalar)
        }
        return output + "\""
    }
}
