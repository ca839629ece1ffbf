import Authorization
import Bytes
import JOSE

/// The keys of one issuer in `/status.json`.
struct IssuerReport: Encodable {
    struct Key: Encodable {
        var kid: String?
        var kind: String
        var algorithms: String
    }

    struct Rejection: Encodable {
        var kid: String?
        var reason: String
    }

    var issuer: String
    var state: String
    /// The URL or file of the keys.
    var source: String
    var keys: [Key]
    var rejected: [Rejection]
    var warnings: [String]
    var lastGood: Double?
    /// The freshness lifetime of the set in seconds, from `lastGood` on.
    var life: Double?
    var nextRefresh: Double?
    var fetches: Int
    var failures: Int
    var lastError: String?

    init(_ status: IssuerStatus) {
        issuer = status.issuer
        state = status.state.rawValue
        source = (status.keysURL ?? status.source).withoutInvisibles
        keys = status.keys.map { key in
            Key(kid: key.keyID?.withoutInvisibles, kind: key.summary, algorithms: key.algorithms.joinedNames)
        }
        rejected = status.rejections.map { rejection in
            Rejection(kid: rejection.keyID?.withoutInvisibles, reason: rejection.reason.withoutInvisibles)
        }
        warnings = status.warnings.map(\.withoutInvisibles)
        lastGood = status.lastSuccess
        life = status.freshnessLifetime
        nextRefresh = status.nextRefresh
        fetches = Int(clamping: status.fetches)
        failures = Int(clamping: status.failures)
        lastError = status.lastError?.withoutInvisibles
    }
}
