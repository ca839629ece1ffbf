internal import ArgumentParser

/// Ends a command with an error message on standard error and a status.
enum Failure {
    static func exit(_ status: Int32, _ message: String) throws -> Never {
        Console.error("postern: \(message)")
        throw ExitCode(status)
    }
}
