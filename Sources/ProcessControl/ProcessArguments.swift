import Bytes
import Glibc

/// The arguments that the process was started with.
package enum ProcessArguments {
    /// The arguments after the program's name where Swift lost its own list; nil where it has them.
    ///
    /// Swift finds them by walking back in memory from `environ`. A library that is loaded before Swift's and sets a variable
    /// moves `environ`, and then Swift's list has not even the program's name
    /// (<https://github.com/swiftlang/swift/issues/76080>). It goes first all the same: emulators put words of their own into
    /// the kernel's list.
    package static var recovered: [String]? {
        CommandLine.argc == 0 ? read() : nil
    }

    /// The arguments after the program's name, as the kernel keeps them; nil where there is no `/proc`.
    ///
    /// - Parameter path: a file of that form (proc_pid_cmdline(5)).
    static func read(from path: String = "/proc/self/cmdline") -> [String]? {
        guard let bytes = try? WholeFile.any(at: path, limit: .max), bytes.last == 0 else { return nil }
        let words = bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false)
        return words.dropFirst().map { String(decoding: $0, as: UTF8.self) }
    }
}
