/// Log lines that are not yet written, including notices about missing lines.
struct PendingLogLines {
    private struct PendingNotice {
        /// The end of its line in `bytes`.
        var end: Int
        var missing: Int
    }

    private(set) var bytes: [UInt8] = []
    private var notices: [PendingNotice] = []

    var isEmpty: Bool { bytes.isEmpty }

    mutating func append(_ line: [UInt8]) {
        bytes += line
    }

    mutating func append(notice line: [UInt8], missing: Int) {
        bytes += line
        notices.append(PendingNotice(end: bytes.count, missing: missing))
    }

    /// Counts the lines lost if only the first bytes were written.
    ///
    /// - Returns: the lost lines, and the lines that a lost notice would have reported.
    func lost(after written: Int) -> (lines: Int, unreported: Int) {
        guard written < bytes.count else { return (0, 0) }
        let feeds = bytes[written...].count { $0 == UInt8(ascii: "\n") }
        let lostNotices = notices.filter { $0.end > written }
        return (feeds - lostNotices.count, lostNotices.reduce(0) { $0 + $1.missing })
    }
}
