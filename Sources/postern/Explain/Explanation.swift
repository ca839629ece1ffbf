internal import Authorization
internal import JOSE

/// What `postern explain` prints: the checks in their order, and the answer.
///
/// Values come from tokens, so nothing of them reaches the terminal but printable characters.
struct Explanation {
    let trace: Trace
    let decision: Decision
    let headers: [UInt8]

    var text: String {
        var lines = trace.steps.map { step in
            let mark = step.passed ? "ok    " : "FAILED"
            return
                "\(mark)  \(Self.padded(step.check))  expected \(Self.shown(step.expected)); found \(Self.shown(step.found))"
        }
        switch decision {
        case .allow: lines.append("\nanswer: 200, allowed")
        case .deny(let reason): lines.append("\nanswer: \(reason.status) \(reason.rawValue)")
        case .needsKeys: lines.append("\nanswer: a refresh of the keys would be awaited")
        }
        for line in String(decoding: headers, as: UTF8.self).split(whereSeparator: \.isNewline) {
            lines.append("  \(Self.shown(String(line)))")
        }
        return lines.joined(separator: "\n")
    }

    private static func padded(_ name: String) -> String {
        name + String(repeating: " ", count: max(0, 10 - name.count))
    }

    private static func shown(_ text: String) -> String {
        let clean = String.UnicodeScalarView(text.unicodeScalars.prefix(300).map { 0x20..<0x7F ~= $0.value ? $0 : "?" })
        return clean.isEmpty ? "nothing" : String(clean)
    }
}
