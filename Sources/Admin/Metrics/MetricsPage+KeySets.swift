import Authorization
import Telemetry

extension MetricsPage {
    /// Writes the metrics of the issuers' keys.
    func writeKeySets(_ page: inout PrometheusText) {
        page.family(
            "postern_key_set_state",
            .gauge,
            help: "1 for the current state of an issuer's keys, 0 for the others."
        )
        for set in keySets {
            for state in KeyState.allCases {
                let labels: KeyValuePairs = ["issuer": set.issuer, "state": state.rawValue]
                page.sample("postern_key_set_state", state == set.state ? 1 : 0, labels)
            }
        }
        page.family("postern_key_set_keys", .gauge, help: "Keys of an issuer's set, usable and rejected.")
        for set in keySets {
            page.sample("postern_key_set_keys", set.usableKeys, ["issuer": set.issuer, "use": "usable"])
            page.sample("postern_key_set_keys", set.rejectedKeys, ["issuer": set.issuer, "use": "rejected"])
        }
        page.family("postern_key_set_age_seconds", .gauge, help: "Seconds since an issuer's last successful key fetch.")
        for set in keySets {
            guard let age = set.age else { continue }
            page.sample("postern_key_set_age_seconds", age, ["issuer": set.issuer])
        }
        let next = "postern_key_set_next_fetch_timestamp_seconds"
        page.family(next, .gauge, help: "Time of an issuer's next key fetch; absent during a fetch, and for files.")
        for set in keySets {
            guard let time = set.nextFetch else { continue }
            page.sample(next, time, ["issuer": set.issuer])
        }
        let fetches = "postern_key_fetches_total"
        page.family(fetches, .counter, help: "Key fetches of an issuer, successful and failed.")
        for set in keySets {
            page.sample(fetches, set.fetches - set.failures, ["issuer": set.issuer, "result": "good"])
            page.sample(fetches, set.failures, ["issuer": set.issuer, "result": "failed"])
        }
    }
}
