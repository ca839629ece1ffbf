internal import Bytes
internal import JOSE

extension Explanation {
    /// The explanation as lines of text.
    ///
    /// - Parameter colors: whether passed and failed checks are coloured with ANSI sequences.
    /// - Returns: one element for each line.
    public func lines(colors: Bool = false) -> [String] {
        let width = steps.map(\.check.count).max() ?? 0
        let paint = { (text: String, passed: Bool) in
            colors ? "\u{1B}[\(passed ? "32" : "31")m\(text)\u{1B}[0m" : text
        }
        var lines = steps.map { step in
            let mark = paint(step.passed ? "pass" : "FAIL", step.passed)
            let check = step.check + String(repeating: " ", count: width - step.check.count)
            return "\(mark)  \(check)  expected \(Self.shown(step.expected)); found \(Self.shown(step.found))"
        }
        lines.append("")
        lines.append(paint(summary, isAllowed))
        lines += headers.map { header in
            let value = Self.printable(header.value, limit: .max)
            return "  \(Self.printable(header.name)):" + (value.isEmpty ? "" : " \(value)")
        }
        return lines
    }

    private var summary: String {
        switch decision {
        case .allow: "allow: 200"
        case .deny(let reason): "deny: \(reason.status) \(reason.rawValue)"
        case .pending: "undecided: the issuer's keys must be fetched first"
        case .overloaded: "undecided: no CPU time for the signature"
        }
    }

    /// A found or expected value, `nothing` if it is empty.
    static func shown(_ text: String) -> String {
        text.isEmpty ? "nothing" : printable(text)
    }

    /// A text with everything but visible ASCII and spaces escaped, truncated to `limit` characters.
    static func printable(_ text: String, limit: Int = 300) -> String {
        let part = text.unicodeScalars.prefix(limit)
        let shown = String(part).escaped { !(0x20..<0x7F ~= $0.value) }
        return part.endIndex == text.unicodeScalars.endIndex ? shown : shown + "... (\(text.utf8.count) bytes)"
    }
}
