/// Log lines that wait to be written, and the notices among them of lines that are missing.
struct PendingLogLines {
    private struct PendingNotice {
        /// Where its line ends.
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

    /// What is lost when only the first bytes were written.
    ///
    /// - Returns: how many lines are lost, and how many others a lost notice should have reported.
    func lost(after written: Int) -> (lines: Int, unreported: Int) {
        guard written < bytes.count else { return (0, 0) }
        let feeds = bytes[written...].count { $0 == UInt8(ascii: "\n") }
        let lostNotices = notices.filter { $0.end > written }
        return (feeds - lostNotices.count, lostNotices.reduce(0) { $0 + $1.missing })
    }
}
