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
}
