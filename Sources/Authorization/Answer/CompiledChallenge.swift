internal import JOSE

/// ``Challenge`` compiled to the header fields of refusals (RFC 6750 section 3, RFC 9728 section 5.1).
///
/// The client gets the error code with a fixed sentence; only logs and `explain` show which check failed.
struct CompiledChallenge {
    private let challenge: Challenge
    private let offersBasic: Bool
    private let missing: AnswerFields
    private let invalidToken: AnswerFields
    private let invalidRequest: AnswerFields
    private let retry: AnswerFields

    /// Seconds after which the keys have been requested again.
    private static let retryAfter = 2

    /// - Parameters:
    ///   - challenge: the configured challenge.
    ///   - offersBasic: whether 401s also offer the Basic scheme (RFC 7617), so that browsers and `git` prompt for it.
    init(_ challenge: Challenge, offersBasic: Bool = false) {
        self.challenge = challenge
        self.offersBasic = offersBasic
        // One field, because some proxies forward only the first.
        let basic = offersBasic ? ", Basic realm=\(Self.quoted(challenge.realm ?? "postern"))" : ""
        missing = Self.challenge(challenge, then: basic)
        invalidToken = Self.challenge(
            challenge,
            error: "invalid_token",
            "The access token is expired, revoked, malformed or not valid here",
            then: basic
        )
        invalidRequest = Self.challenge(
            challenge,
            error: "invalid_request",
            "The request must carry exactly one access token",
            then: basic
        )
        retry = Self.retry(after: Self.retryAfter)
    }

    /// Appends the fields for a reason; for missing scopes, see ``insufficientScope(_:)``.
    func append(for reason: Reason, to fields: inout AnswerFields) {
        switch (reason, reason.status) {
        case (.tokenMissing, _): fields.append(contentsOf: missing)
        case (.tokenAmbiguous, _): fields.append(contentsOf: invalidRequest)
        case (_, 401): fields.append(contentsOf: invalidToken)
        case (_, 503): fields.append(contentsOf: retry)
        default: break
        }
    }

    /// The same challenge with other resource metadata.
    func naming(resourceMetadata: String) -> CompiledChallenge {
        CompiledChallenge(
            Challenge(realm: challenge.realm, resourceMetadata: resourceMetadata),
            offersBasic: offersBasic
        )
    }

    /// `Retry-After` in seconds (RFC 9110 section 10.2.3).
    static func retry(after seconds: Int) -> AnswerFields {
        field("Retry-After", "\(seconds)")
    }

    func insufficientScope(_ scopes: [String]) -> AnswerFields {
        Self.challenge(
            challenge,
            error: "insufficient_scope",
            "The access token lacks a scope that this request requires",
            scope: scopes.joined(separator: " ")
        )
    }

    private static func challenge(
        _ challenge: Challenge,
        error: String? = nil,
        _ description: String? = nil,
        scope: String? = nil,
        then rest: String = ""
    ) -> AnswerFields {
        let parameters: [(String, String?)] = [
            ("realm", challenge.realm), ("error", error), ("error_description", description), ("scope", scope),
            ("resource_metadata", challenge.resourceMetadata),
        ]
        let written = parameters.compactMap { name, value in value.map { "\(name)=\(quoted($0))" } }
        let bearer = written.isEmpty ? "Bearer" : "Bearer \(written.joined(separator: ", "))"
        return field("WWW-Authenticate", bearer + rest)
    }

    private static func field(_ name: String, _ value: String) -> AnswerFields {
        var fields = AnswerFields()
        fields.append(name: Array(name.utf8), value: Array(value.utf8))
        return fields
    }

    /// A quoted-string (RFC 9110 section 5.6.4); characters that it cannot contain are omitted.
    private static func quoted(_ text: String) -> String {
        var output = "\""
        for scalar in text.unicodeScalars where 0x20..<0x7F ~= scalar.value {
            if scalar == "\"" || scalar == "\\" { output.append("\\") }
            output.unicodeScalars.append(scalar)
        }
        return output + "\""
    }
}
