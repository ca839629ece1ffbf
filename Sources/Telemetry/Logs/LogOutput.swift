/// Where log lines go.
package protocol LogOutput: Sendable {
    /// Takes one line with its line feed; from any thread, and without waiting for a reader.
    ///
    /// - Parameter notice: the line that tells how many lines are missing before this one.
    func write(_ line: [UInt8], notice: (_ missing: Int) -> [UInt8])
}
