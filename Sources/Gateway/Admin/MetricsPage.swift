import JOSE
package import Telemetry

/// Everything that the metrics page tells, as values.
package struct MetricsPage: Sendable {
    /// One issuer's keys at the moment.
    package struct KeySet: Sendable {
        package var issuer: String
        /// The state's name, from a closed set.
        package var state: String
        package var usableKeys: Int
        package var rejectedKeys: Int
        /// Seconds since the last good fetch; nil when there was none.
        package var age: Double?
        package var fetches: Int
        package var failures: Int

        package init(
            issuer: String,
            state: String,
            usableKeys: Int,
            rejectedKeys: Int,
            age: Double?,
            fetches: Int,
            failures: Int
        ) {
            self.issuer = issuer
            self.state = state
            self.usableKeys = usableKeys
            self.rejectedKeys = rejectedKeys
            self.age = age
            self.fetches = fetches
            self.failures = failures
        }
    }

    package var version: String
    /// The listeners' addresses, in the order of the counters.
    package var listeners: [ListenAddress]
    package var counters: LoopCounters
    package var keySets: [KeySet]

    package init(version: String, listeners: [ListenAddress], counters: LoopCounters, keySets: [KeySet]) {
        self.version = version
        self.listeners = listeners
        self.counters = counters
        self.keySets = keySets
    }

    /// The page, in Prometheus's text format.
    package var text: [UInt8] {
        var page = PrometheusText()
        page.family("postern_build_info", .gauge, help: "Always 1; the version is in the label.")
        page.sample("postern_build_info", 1, ["version": version])
        writeDecisions(&page)
        writeConnections(&page)
        writeKeySets(&page)
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
        let errors = "postern_bad_requests_total"
        page.family(errors, .counter, help: "Requests that were answered before anything was decided, by answer.")
        page.sample(errors, counters.malformedRequests, ["answer": "400"])
        page.sample(errors, counters.slowRequests, ["answer": "408"])
        page.sample(errors, counters.oversizedRequests, ["answer": "431"])
        let overload = "postern_overload_refusals_total"
        page.family(overload, .counter, help: "Requests refused undecided, because there was no time for signatures.")
        page.sample(overload, counters.overloadRefusals)
        page.family("postern_parked_requests", .gauge, help: "Requests that wait for keys now.")
        page.sample("postern_parked_requests", counters.parkedRequests)
        page.family("postern_parked_requests_total", .counter, help: "Requests that have waited for keys.")
        page.sample("postern_parked_requests_total", counters.parkedRequestsTotal)
    }

    private func writeConnections(_ page: inout PrometheusText) {
        page.family("postern_connections", .gauge, help: "Open connections to decision listeners.")
        page.sample("postern_connections", counters.connectionsOpen)
        page.family("postern_connections_accepted_total", .counter, help: "Connections that were accepted.")
        page.sample("postern_connections_accepted_total", counters.connectionsAccepted)
        page.family("postern_connections_refused_total", .counter, help: "Connections beyond the limit, answered 503.")
        page.sample("postern_connections_refused_total", counters.connectionsRefused)
    }

    private func writeKeySets(_ page: inout PrometheusText) {
        page.family("postern_key_set_state", .gauge, help: "1 for the state that an issuer's keys are in.")
        for set in keySets { page.sample("postern_key_set_state", 1, ["issuer": set.issuer, "state": set.state]) }
        page.family("postern_key_set_keys", .gauge, help: "Keys of an issuer's set, usable and rejected.")
        for set in keySets {
            page.sample("postern_key_set_keys", set.usableKeys, ["issuer": set.issuer, "use": "usable"])
            page.sample("postern_key_set_keys", set.rejectedKeys, ["issuer": set.issuer, "use": "rejected"])
        }
        page.family("postern_key_set_age_seconds", .gauge, help: "Seconds since an issuer's last good fetch.")
        for set in keySets {
            guard let age = set.age else { continue }
            page.sample("postern_key_set_age_seconds", age, ["issuer": set.issuer])
        }
        page.family("postern_key_fetches_total", .counter, help: "Fetches of an issuer's keys, good and failed.")
        for set in keySets {
            let name = "postern_key_fetches_total"
            page.sample(name, set.fetches - set.failures, ["issuer": set.issuer, "result": "good"])
            page.sample(name, set.failures, ["issuer": set.issuer, "result": "failed"])
        }
    }
}
