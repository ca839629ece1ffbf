internal import Settings

extension OptionError {
    /// Exits with status 1 and the message.
    func exit(_ environment: CommandEnvironment) throws -> Never {
        // A misspelt variable may be the cause.
        for warning in environment.warnings() { Console.error("\(warning)") }
        try Failure.exit(1, message)
    }
}
