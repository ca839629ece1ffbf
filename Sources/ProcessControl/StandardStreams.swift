import Foundation
import Glibc

/// Standard input, output and error.
package enum StandardStreams {
    /// Opens `/dev/null` for each stream that is closed.
    ///
    /// Otherwise the next file or socket would get its number, and messages for standard error would be written there.
    package static func open() {
        for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) == -1 {
            // `open` returns the lowest free number, which is this one.
            _ = unsafe Glibc.open("/dev/null", O_RDWR)
        }
    }

    /// Writes a line at once, for a reader of a pipe.
    ///
    /// - Parameters:
    ///   - line: the text without a line feed.
    ///   - descriptor: where to write it.
    /// - Returns: false after an error, such as a full disk.
    package static func write(_ line: String, to descriptor: Int32) -> Bool {
        var writer = LineWriter(descriptor: descriptor)
        writer.write(line)
        writer.flush()
        return !writer.hasFailed
    }

    /// Whether standard output is a terminal with colours and `NO_COLOR` is not set (<https://no-color.org>).
    package static var hasColors: Bool {
        hasColors(isTerminal: isatty(STDOUT_FILENO) == 1, ProcessInfo.processInfo.environment)
    }

    static func hasColors(isTerminal: Bool, _ environment: [String: String]) -> Bool {
        isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }
}
