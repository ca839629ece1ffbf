import Foundation
import Glibc

/// Standard input, output and error.
package enum StandardStreams {
    /// Opens `/dev/null` in place of each that is closed.
    ///
    /// The next file or socket would get its number otherwise, and what is meant for standard error would be written there.
    package static func open() {
        for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) == -1 {
            // The system gives out the lowest number that is free: this one.
            _ = unsafe Glibc.open("/dev/null", O_RDWR)
        }
    }

    /// Writes a whole line, for someone who may read along through a pipe.
    ///
    /// - Returns: false when the stream takes no more, such as on a full disk.
    package static func write(_ line: String, to descriptor: Int32) -> Bool {
        var writer = LineWriter(descriptor: descriptor)
        writer.write(line)
        writer.flush()
        return !writer.hasFailed
    }

    /// Whether standard output is a terminal that shows colours, and its owner wants them (<https://no-color.org>).
    package static var hasColors: Bool {
        hasColors(isTerminal: isatty(STDOUT_FILENO) == 1, ProcessInfo.processInfo.environment)
    }

    static func hasColors(isTerminal: Bool, _ environment: [String: String]) -> Bool {
        isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }
}
