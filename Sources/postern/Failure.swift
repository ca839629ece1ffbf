internal import ArgumentParser

/// How a command ends when it cannot do its work: one clear message on standard error, and a status.
enum Failure {
    static func exit(_ status: Int32, _ message: String) throws -> Never {
        Console.error("postern: \(message)")
        throw ExitCode(status)
    }
}
