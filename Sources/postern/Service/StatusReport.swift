internal import Foundation
internal import Gateway
internal import JOSE
internal import KeySets
internal import Telemetry

/// What `/status.json` and the page at `/` tell: the issuers with their keys, and what was decided so far.
struct StatusReport: Encodable {
    struct Issuer: Encodable {
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
        var source: String
        var keys: [Key]
        var rejected: [Rejection]
        var lastGood: Double?
        var nextRefresh: Double?
        var lastError: String?
    }

    var version = Version.number
    var ready: Bool
    var missing: [String]
    var issuers: [Issuer]
    var allowed: Int
    var denied: [String: Int]

    init(_ state: ServiceState) async {
        missing = state.missing
        ready = missing.isEmpty
        issuers = state.keys.statuses().map(Issuer.init)
        let counters = await state.server.counters()
        let listeners = state.server.addresses.indices
        allowed = listeners.reduce(0) { $0 + counters.decisions(nil, listener: $1) }
        denied = [:]
        for reason in Reason.allCases {
            let count = listeners.reduce(0) { $0 + counters.decisions(reason, listener: $1) }
            if count > 0 { denied[reason.rawValue] = count }
        }
    }

    var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return (try? encoder.encode(self)).map(Array.init) ?? []
    }
}

extension StatusReport.Issuer {
    init(_ status: IssuerStatus) {
        issuer = status.issuer
        state = status.state.rawValue
        source = status.keysURL ?? status.source
        keys = status.keys.map { Key(kid: $0.keyID, kind: $0.summary, algorithms: $0.algorithms.namesInWords) }
        rejected = status.rejections.map { Rejection(kid: $0.keyID, reason: $0.reason) }
        lastGood = status.lastGood
        nextRefresh = status.nextRefresh
        lastError = status.lastError
    }
}
