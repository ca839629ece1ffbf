internal import Settings

extension OptionProblem {
    /// Ends the command with status 1 and the message.
    func exit(_ environment: CommandEnvironment) throws -> Never {
        // A misspelt name may be what is wrong.
        for warning in environment.warnings() { Console.error("\(warning)") }
        try Failure.exit(1, message)
    }
}
