import Authorization
package import Listeners
package import Telemetry

/// The values of the metrics page.
///
/// Labels come from closed sets and the configuration, so requests cannot increase their number.
package struct MetricsPage: Sendable {
    /// Postern's version.
    package var version: String
    /// The listeners' addresses, in the order of the counters.
    package var listeners: [ListenAddress]
    /// The sum of the counters of all event loops.
    package var counters: LoopCounters
    /// The number of event loops.
    package var loops = 1
    /// The maximum number of connections of all decision listeners together.
    package var connectionsLimit = 0
    /// Whether the service is ready.
    package var isReady = false
    /// Whether the last reload succeeded; true before the first.
    package var isLastReloadSuccessful = true
    /// When the running configuration was loaded, in Unix seconds.
    package var lastReloadSuccess = 0.0
    /// The earliest certificate expiry of each TLS file, in Unix seconds.
    package var certificateExpiries: [(listener: ListenAddress, file: String, time: Double)] = []
    /// Log lines dropped because standard error was slow or failed.
    package var logLinesDropped = 0
    /// The keys of each issuer.
    package var keySets: [KeySetMetrics] = []
    /// The metrics of the process; nil to leave them out.
    package var process: ProcessMetrics?

    /// Creates a page with defaults for the other values.
    package init(version: String, listeners: [ListenAddress], counters: LoopCounters) {
        self.version = version
        self.listeners = listeners
        self.counters = counters
    }

    /// The page in Prometheus text format.
    package var text: [UInt8] {
        var page = PrometheusText()
        page.family("postern_build_info", .gauge, help: "Always 1; the version is in the label.")
        page.sample("postern_build_info", 1, ["version": version])
        page.single("postern_ready", .gauge, isReady ? 1 : 0, help: "1 if /readyz returns 200.")
        page.single("postern_event_loops", .gauge, loops, help: "Event loops, each on its own thread.")
        writeConfiguration(&page)
        writeDecisions(&page)
        writeConnections(&page)
        writeCache(&page)
        writeKeySets(&page)
        writeLogLines(&page)
        if let process { page.write(process) }
        return page.bytes
    }

    private func writeDecisions(_ page: inout PrometheusText) {
        let name = "postern_decisions_total"
        page.family(name, .counter, help: "Decisions by listener, answer and reason; an allowed request has no reason.")
        for (index, listener) in listeners.enumerated() {
            page.sample(
                name,
                counters.decisions(nil, listener: index),
                ["listener": listener.description, "answer": "200", "reason": ""]
            )
            for reason in Reason.allCases {
                page.sample(
                    name,
                    counters.decisions(reason, listener: index),
                    ["listener": listener.description, "answer": String(reason.status), "reason": reason.rawValue]
                )
            }
        }
        page.histogram(
            "postern_decision_duration_seconds",
            counters.durations,
            help: "Time that an event loop worked on a decision, from reading the request to writing the response."
        )
        let errors = "postern_bad_requests_total"
        page.family(errors, .counter, help: "Requests answered before a decision, by status code.")
        page.sample(errors, counters.malformedRequests, ["answer": "400"])
        page.sample(errors, counters.slowRequests, ["answer": "408"])
        page.sample(errors, counters.oversizedRequests, ["answer": "431"])
        page.single(
            "postern_overload_refusals_total",
            .counter,
            counters.overloadRefusals,
            help: "Requests refused without a decision, for lack of CPU time for signatures."
        )
        page.single(
            "postern_parked_requests",
            .gauge,
            counters.parkedRequests,
            help: "Requests currently waiting for keys."
        )
        page.single(
            "postern_requests_parked_total",
            .counter,
            counters.parkedRequestsTotal,
            help: "Requests that have waited for keys."
        )
    }

    private func writeConnections(_ page: inout PrometheusText) {
        page.single(
            "postern_connections",
            .gauge,
            counters.connectionsOpen,
            help: "Open connections to decision listeners."
        )
        page.single(
            "postern_connections_limit",
            .gauge,
            connectionsLimit,
            help: "Maximum number of connections; more are answered 503."
        )
        page.single(
            "postern_connections_accepted_total",
            .counter,
            counters.connectionsAccepted,
            help: "Accepted connections."
        )
        page.single(
            "postern_connections_refused_total",
            .counter,
            counters.connectionsRefused,
            help: "Connections refused because of the limit."
        )
    }

    private func writeCache(_ page: inout PrometheusText) {
        page.single(
            "postern_token_cache_hits_total",
            .counter,
            counters.cacheHits,
            help: "Token cache hits."
        )
        page.single(
            "postern_token_cache_misses_total",
            .counter,
            counters.cacheMisses,
            help: "Token cache misses."
        )
        page.single(
            "postern_token_cache_entries",
            .gauge,
            counters.cachedTokens,
            help: "Cached tokens, in all event loops together."
        )
        page.single("postern_token_cache_bytes", .gauge, counters.cachedBytes, help: "Memory used by cached tokens.")
    }

    private func writeConfiguration(_ page: inout PrometheusText) {
        page.single(
            "postern_config_last_reload_successful",
            .gauge,
            isLastReloadSuccessful ? 1 : 0,
            help: "1 if the last reload succeeded, 0 if it was refused."
        )
        page.single(
            "postern_config_last_reload_success_timestamp_seconds",
            .gauge,
            lastReloadSuccess,
            help: "Time when the running configuration was loaded."
        )
        let expiry = "postern_tls_certificate_expiry_timestamp_seconds"
        page.family(expiry, .gauge, help: "Time of the earliest certificate expiry in a listener's TLS file.")
        for entry in certificateExpiries {
            page.sample(expiry, entry.time, ["listener": entry.listener.description, "file": entry.file])
        }
    }

    private func writeLogLines(_ page: inout PrometheusText) {
        let name = "postern_log_lines_dropped_total"
        page.family(name, .counter, help: "Log lines not written, by cause.")
        page.sample(name, counters.refusalsNotLogged, ["cause": "rate_limit"])
        page.sample(name, logLinesDropped, ["cause": "slow_output"])
    }
}
