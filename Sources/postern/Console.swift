internal import ProcessControl

/// Standard output and standard error, a whole line at a time.
enum Console {
    /// - Throws: an end with that status when standard output takes no more, such as on a full disk.
    static func print(_ text: String, orExit status: Int32 = 1) throws {
        guard StandardStreams.write(text, to: 1) else {
            try Failure.exit(status, "standard output could not be written")
        }
    }

    static func error(_ text: String) {
        // There is nobody to tell that nobody can be told.
        _ = StandardStreams.write(text, to: 2)
    }
}
