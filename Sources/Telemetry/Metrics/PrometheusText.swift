/// A writer of Prometheus text format, version 0.0.4.
package struct PrometheusText {
    /// The type of a metric family.
    package enum Kind: String {
        /// A value that only increases.
        case counter
        /// A value that may decrease.
        case gauge
        /// Cumulative buckets with sum and count.
        case histogram
    }

    /// The media type of the text.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The text written so far, in UTF-8.
    package private(set) var bytes: [UInt8] = []

    /// Creates an empty text.
    package init() {}

    /// Starts a metric family; its samples must follow.
    package mutating func family(_ name: String, _ kind: Kind, help: String) {
        bytes += "# HELP \(name) ".utf8
        append(help, escapingQuotes: false)
        bytes += "\n# TYPE \(name) \(kind.rawValue)\n".utf8
    }

    /// Writes one sample.
    package mutating func sample(_ name: String, _ value: Int, _ labels: KeyValuePairs<String, String> = [:]) {
        sample(name, labels, text: String(value))
    }

    /// Writes one sample; infinities and NaN are written as `+Inf`, `-Inf` and `NaN`.
    package mutating func sample(_ name: String, _ value: Double, _ labels: KeyValuePairs<String, String> = [:]) {
        let text =
            if value.isNaN { "NaN" } else if value == .infinity { "+Inf" } else if value == -.infinity { "-Inf" } else {
                "\(value)"
            }
        sample(name, labels, text: text)
    }

    /// Writes a family with one sample; nothing if the value is nil.
    package mutating func single(_ name: String, _ kind: Kind, _ value: Int?, help: String) {
        guard let value else { return }
        family(name, kind, help: help)
        sample(name, value)
    }

    /// Writes a family with one sample; nothing if the value is nil.
    package mutating func single(_ name: String, _ kind: Kind, _ value: Double?, help: String) {
        guard let value else { return }
        family(name, kind, help: help)
        sample(name, value)
    }

    /// Writes a histogram without labels.
    package mutating func histogram(_ name: String, _ histogram: DurationHistogram, help: String) {
        family(name, .histogram, help: help)
        var sum = 0
        for (bound, count) in zip(DurationHistogram.bounds, histogram.counts) {
            sum += count
            sample(name + "_bucket", sum, ["le": "\(bound)"])
        }
        sample(name + "_bucket", histogram.total, ["le": "+Inf"])
        sample(name + "_sum", histogram.sum)
        sample(name + "_count", histogram.total)
    }

    private mutating func sample(_ name: String, _ labels: KeyValuePairs<String, String>, text: String) {
        bytes += name.utf8
        var separator = "{"
        for (label, value) in labels {
            bytes += "\(separator)\(label)=\"".utf8
            append(value, escapingQuotes: true)
            bytes.append(UInt8(ascii: "\""))
            separator = ","
        }
        if !labels.isEmpty { bytes.append(UInt8(ascii: "}")) }
        bytes += " \(text)\n".utf8
    }

    private mutating func append(_ text: String, escapingQuotes: Bool) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes += #"\\"#.utf8
            case UInt8(ascii: "\n"): bytes += #"\n"#.utf8
            case UInt8(ascii: "\"") where escapingQuotes: bytes += #"\""#.utf8
            default: bytes.append(byte)
            }
        }
    }
}
