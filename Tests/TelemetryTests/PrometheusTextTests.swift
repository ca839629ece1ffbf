import Telemetry
import Testing

@Suite("Prometheus text")
struct PrometheusTextTests {
    static func written(_ body: (inout PrometheusText) -> Void) -> String {
        var text = PrometheusText()
        body(&text)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    @Test("A family has its help and type before its samples")
    func writesFamilies() {
        let text = Self.written { text in
            text.family("a_total", .counter, help: "All of a.")
            text.sample("a_total", 3)
            text.sample("a_total", 4, ["b": "c", "d": "e f"])
        }
        #expect(text == "# HELP a_total All of a.\n# TYPE a_total counter\na_total 3\na_total{b=\"c\",d=\"e f\"} 4\n")
    }

    @Test("Backslash and line feed are escaped everywhere, quotes in labels")
    func escapes() {
        let text = Self.written { text in
            text.family("a", .gauge, help: "say \"a\\b\"\nnow")
            text.sample("a", 1, ["l": "say \"a\\b\"\nnow é"])
        }
        #expect(
            text == #"# HELP a say "a\\b"\nnow"# + "\n# TYPE a gauge\n" + #"a{l="say \"a\\b\"\nnow é"} 1"# + "\n"
        )
    }

    @Test("Numbers have Prometheus's spelling")
    func writesNumbers() {
        let values = [0.5, 1e300, -2, .infinity, -.infinity, .nan]
        let text = Self.written { text in
            for value in values { text.sample("a", value) }
        }
        #expect(text == "a 0.5\na 1e+300\na -2.0\na +Inf\na -Inf\na NaN\n")
    }

    @Test("The buckets of a histogram are cumulative")
    func writesHistograms() {
        var histogram = DurationHistogram()
        histogram.count(2, taking: 3e-6)
        histogram.count(1, taking: 0.75)
        histogram.count(1, taking: 9)
        let lines = Self.written { $0.histogram("d_seconds", histogram, help: "D.") }.split(separator: "\n")
        #expect(
            lines[..<5] == [
                "# HELP d_seconds D.", "# TYPE d_seconds histogram", #"d_seconds_bucket{le="2e-06"} 2"#,
                #"d_seconds_bucket{le="5e-06"} 2"#, #"d_seconds_bucket{le="1e-05"} 2"#,
            ]
        )
        #expect(
            lines.suffix(5) == [
                #"d_seconds_bucket{le="0.25"} 2"#, #"d_seconds_bucket{le="1.0"} 3"#, #"d_seconds_bucket{le="+Inf"} 4"#,
                "d_seconds_sum 9.750003", "d_seconds_count 4",
            ]
        )
    }

    @Test("What has no value has no family")
    func leavesOut() {
        #expect(Self.written { $0.single("a", .gauge, Int?.none, help: "A.") } == "")
        #expect(Self.written { $0.single("a", .gauge, 1, help: "A.") } == "# HELP a A.\n# TYPE a gauge\na 1\n")
    }
}
