internal import Foundation
internal import Glibc

/// Standard output and standard error, a whole line at a time: someone may read along through a pipe.
enum Console {
    /// - Throws: an end with that status when standard output takes no more, such as on a full disk.
    static func print(_ text: String, orExit status: Int32 = 1) throws {
        guard write(text, to: 1) else { try Failure.exit(status, "standard output could not be written") }
    }

    static func error(_ text: String) {
        // There is nobody to tell that nobody can be told.
        _ = write(text, to: 2)
    }

    /// Whether standard output is a terminal that shows colours, and its owner wants them (<https://no-color.org>).
    static var hasColors: Bool {
        hasColors(isTerminal: isatty(STDOUT_FILENO) == 1, ProcessInfo.processInfo.environment)
    }

    static func hasColors(isTerminal: Bool, _ environment: [String: String]) -> Bool {
        isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }

    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        var writer = LineWriter(descriptor: descriptor)
        writer.write(text)
        writer.flush()
        return !writer.hasFailed
    }
}
