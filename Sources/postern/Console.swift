internal import ProcessControl

/// Writes whole lines to standard output and standard error.
enum Console {
    /// Prints a line.
    ///
    /// - Throws: `ExitCode` with the status if standard output cannot be written.
    static func print(_ text: String, orExit status: Int32 = 1) throws {
        guard StandardStreams.write(text, to: 1) else {
            try Failure.exit(status, "standard output could not be written")
        }
    }

    /// Prints a line to standard error.
    static func error(_ text: String) {
        // An error here cannot be reported.
        _ = StandardStreams.write(text, to: 2)
    }
}
