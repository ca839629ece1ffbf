internal import Settings

/// What is wrong with a command's options, or with the variables in their place.
struct OptionProblem: Error {
    let message: String

    /// Ends the command with status 1 and the message.
    func exit(_ environment: CommandEnvironment) throws -> Never {
        // A misspelt name may be what is wrong.
        for warning in environment.warnings() { Console.error("\(warning)") }
        try Failure.exit(1, message)
    }
}
