internal import ArgumentParser
internal import Glibc

/// How a command ends when it cannot do its work: one clear message on standard error, and a status.
enum Failure {
    static func exit(_ status: Int32, _ message: String) throws -> Never {
        say("postern: \(message)")
        throw ExitCode(status)
    }

    /// Writes a line to standard error.
    static func say(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
    }
}
