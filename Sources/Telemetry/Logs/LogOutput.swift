/// A destination of log lines.
package protocol LogOutput: Sendable {
    /// Writes one line without waiting for a reader; may be called on any thread.
    ///
    /// - Parameters:
    ///   - line: the line with its line feed.
    ///   - notice: creates the line that reports how many lines are missing before this one.
    func write(_ line: [UInt8], notice: (_ missing: Int) -> [UInt8])
}
