import Authorization
package import Listeners
package import Telemetry

/// Everything that the metrics page tells, as values.
///
/// Labels come from closed sets and from the configuration, so nobody outside can make their number grow.
package struct MetricsPage: Sendable {
    package var version: String
    /// The listeners' addresses, in the order of the counters.
    package var listeners: [ListenAddress]
    package var counters: LoopCounters
    /// Event loops that decide.
    package var loops = 1
    /// The most connections of all decision listeners together.
    package var connectionsLimit = 0
    package var isReady = false
    /// Whether the last reload was taken; true before the first.
    package var isLastReloadSuccessful = true
    /// When the configuration in force was taken, in Unix seconds.
    package var lastReloadSuccess = 0.0
    /// Until when certificates are valid, in Unix seconds.
    package var certificateExpiries: [(listener: ListenAddress, file: String, time: Double)] = []
    /// Log lines that were dropped because standard error took them too slowly, or not at all.
    package var logLinesDropped = 0
    package var keySets: [KeySetMetrics] = []
    package var process: ProcessMetrics?

    package init(version: String, listeners: [ListenAddress], counters: LoopCounters) {
        self.version = version
        self.listeners = listeners
        self.counters = counters
    }

    /// The page, in Prometheus's text format.
    package var text: [UInt8] {
        var page = PrometheusText()
        page.family("postern_build_info", .gauge, help: "Always 1; the version is in the label.")
        page.sample("postern_build_info", 1, ["version": version])
        page.single("postern_ready", .gauge, isReady ? 1 : 0, help: "1 when /readyz answers 200.")
        page.single("postern_event_loops", .gauge, loops, help: "Event loops, each on a thread of its own.")
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
            help: "Time that an event loop worked on a decision, from the bytes to the answer."
        )
        let errors = "postern_bad_requests_total"
        page.family(errors, .counter, help: "Requests that were answered before anything was decided, by answer.")
        page.sample(errors, counters.malformedRequests, ["answer": "400"])
        page.sample(errors, counters.slowRequests, ["answer": "408"])
        page.sample(errors, counters.oversizedRequests, ["answer": "431"])
        page.single(
            "postern_overload_refusals_total",
            .counter,
            counters.overloadRefusals,
            help: "Requests refused undecided, because there was no time for signatures."
        )
        page.single(
            "postern_parked_requests",
            .gauge,
            counters.parkedRequests,
            help: "Requests that wait for keys now."
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
            help: "Connections beyond this are answered 503."
        )
        page.single(
            "postern_connections_accepted_total",
            .counter,
            counters.connectionsAccepted,
            help: "Connections that were accepted."
        )
        page.single(
            "postern_connections_refused_total",
            .counter,
            counters.connectionsRefused,
            help: "Connections beyond the limit."
        )
    }

    private func writeCache(_ page: inout PrometheusText) {
        page.single(
            "postern_token_cache_hits_total",
            .counter,
            counters.cacheHits,
            help: "Tokens that were remembered."
        )
        page.single(
            "postern_token_cache_misses_total",
            .counter,
            counters.cacheMisses,
            help: "Tokens that were looked for in the cache, and not found."
        )
        page.single(
            "postern_token_cache_entries",
            .gauge,
            counters.cachedTokens,
            help: "Tokens that are remembered, by all event loops together."
        )
        page.single("postern_token_cache_bytes", .gauge, counters.cachedBytes, help: "The memory of these tokens.")
    }

    private func writeConfiguration(_ page: inout PrometheusText) {
        page.single(
            "postern_config_last_reload_successful",
            .gauge,
            isLastReloadSuccessful ? 1 : 0,
            help: "1 when the last reload was taken, 0 when it was refused."
        )
        page.single(
            "postern_config_last_reload_success_timestamp_seconds",
            .gauge,
            lastReloadSuccess,
            help: "When the configuration in force was taken."
        )
        let expiry = "postern_tls_certificate_expiry_timestamp_seconds"
        page.family(expiry, .gauge, help: "When the first certificate of a listener's TLS file expires.")
        for entry in certificateExpiries {
            page.sample(expiry, entry.time, ["listener": entry.listener.description, "file": entry.file])
        }
    }

    private func writeLogLines(_ page: inout PrometheusText) {
        let name = "postern_log_lines_dropped_total"
        page.family(name, .counter, help: "Log lines that were not written, by cause.")
        page.sample(name, counters.refusalsNotLogged, ["cause": "rate_limit"])
        page.sample(name, logLinesDropped, ["cause": "slow_output"])
    }
}
