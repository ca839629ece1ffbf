import Bytes
import Glibc

/// The command line arguments of the process.
package enum ProcessArguments {
    /// The arguments after the program name if `CommandLine` is empty; otherwise nil.
    ///
    /// Swift finds the arguments by walking back in memory from `environ`. A library that is loaded before Swift's and sets a
    /// variable moves `environ`, and `CommandLine` is empty (<https://github.com/swiftlang/swift/issues/76080>).
    /// `CommandLine` takes precedence because emulators add arguments to the kernel's list.
    package static var recovered: [String]? {
        CommandLine.argc == 0 ? read() : nil
    }

    /// Reads the arguments after the program name from the kernel.
    ///
    /// - Parameter path: a file as in proc_pid_cmdline(5).
    /// - Returns: nil without `/proc`.
    static func read(from path: String = "/proc/self/cmdline") -> [String]? {
        guard let bytes = try? WholeFile.any(at: path, limit: .max), bytes.last == 0 else { return nil }
        let words = bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false)
        return words.dropFirst().map { String(decoding: $0, as: UTF8.self) }
    }
}
