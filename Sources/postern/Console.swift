internal import Foundation
internal import Glibc

/// Standard output and standard error, a whole line at a time: someone may read along through a pipe.
enum Console {
    static func print(_ text: String) {
        write(text, to: 1)
    }

    static func error(_ text: String) {
        write(text, to: 2)
    }

    /// Whether standard output is a terminal that shows colours, and its owner wants them (<https://no-color.org>).
    static var hasColors: Bool {
        hasColors(isTerminal: isatty(STDOUT_FILENO) == 1, ProcessInfo.processInfo.environment)
    }

    static func hasColors(isTerminal: Bool, _ environment: [String: String]) -> Bool {
        isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var writer = LineWriter(descriptor: descriptor)
        writer.write(text)
        writer.flush()
    }
}
