import Authorization
import Bytes
import Foundation
import JOSE
import Listeners
import Telemetry

/// The content of `/status.json`, which the status page shows.
struct StatusReport: Encodable {
    struct Listener: Encodable {
        var address: String
        var allowed: Int
        var denied: Int
    }

    struct Connections: Encodable {
        var open: Int
        var limit: Int
        var accepted: Int
        var refused: Int
    }

    struct Requests: Encodable {
        var parked: Int
        var malformed: Int
        var slow: Int
        var oversized: Int
    }

    struct Cache: Encodable {
        var tokens: Int
        var bytes: Int
        var hits: Int
        var misses: Int
    }

    /// Upper bounds, in seconds.
    struct Durations: Encodable {
        var median: Double?
        var p99: Double?
    }

    struct Process: Encodable {
        var startTime: Double?
        var cpuSeconds: Double
        var residentBytes: Int?
        var openDescriptors: Int?
        var logLinesDropped: Int
    }

    var version: String
    /// The current time; all times are Unix seconds.
    var time: Double
    var ready: Bool
    var missing: [String]
    var configLastReloadSuccessful: Bool
    var configLastReloadSuccessTimestampSeconds: Double
    /// Why the last reload was refused, and when.
    var configLastReloadError: String?
    var configLastReloadErrorTimestampSeconds: Double?
    var listeners: [Listener]
    var issuers: [IssuerReport]
    var allowed: Int
    var denied: [String: Int]
    var rates: RateReport
    var refusals: [Refusal]
    var connections: Connections
    var requests: Requests
    var cache: Cache
    var durations: Durations
    var process: Process

    init(_ snapshot: ServiceSnapshot) {
        let counters = snapshot.counters
        version = snapshot.version
        time = WallClock.now()
        missing = snapshot.missing
        ready = missing.isEmpty
        let reload = snapshot.reload
        configLastReloadSuccessful = reload.isSuccessful
        configLastReloadSuccessTimestampSeconds = reload.succeededAt
        configLastReloadError = reload.error?.withoutInvisibles
        configLastReloadErrorTimestampSeconds = reload.refusedAt
        issuers = snapshot.issuers.map(IssuerReport.init)
        listeners = snapshot.listeners.enumerated().map { index, address in
            let denied = Reason.allCases.reduce(0) { $0 + counters.decisions($1, listener: index) }
            return Listener(
                address: address.description,
                allowed: counters.decisions(nil, listener: index),
                denied: denied
            )
        }
        allowed = listeners.reduce(0) { $0 + $1.allowed }
        denied = [:]
        for reason in Reason.allCases {
            let count = listeners.indices.reduce(0) { $0 + counters.decisions(reason, listener: $1) }
            if count > 0 { denied[reason.rawValue] = count }
        }
        rates = RateReport(snapshot.rates)
        refusals = snapshot.latestRefusals
        connections = Connections(
            open: counters.connectionsOpen,
            limit: snapshot.connectionsLimit,
            accepted: counters.connectionsAccepted,
            refused: counters.connectionsRefused
        )
        requests = Requests(
            parked: counters.parkedRequests,
            malformed: counters.malformedRequests,
            slow: counters.slowRequests,
            oversized: counters.oversizedRequests
        )
        cache = Cache(
            tokens: counters.cachedTokens,
            bytes: counters.cachedBytes,
            hits: counters.cacheHits,
            misses: counters.cacheMisses
        )
        durations = Durations(
            median: counters.durations.upperBound(ofQuantile: 0.5),
            p99: counters.durations.upperBound(ofQuantile: 0.99)
        )
        let metrics = ProcessMetrics()
        process = Process(
            startTime: metrics.startTime,
            cpuSeconds: metrics.cpuSeconds,
            residentBytes: metrics.residentBytes,
            openDescriptors: metrics.openDescriptors,
            logLinesDropped: LogQueue.standardError.dropped + counters.refusalsNotLogged
        )
    }

    var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return (try? encoder.encode(self)).map { Array($0) + [UInt8(ascii: "\n")] } ?? []
    }
}
