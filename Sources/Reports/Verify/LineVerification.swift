import ProcessControl

/// Answers the lines of one descriptor on another, in their order.
package enum LineVerification {
    /// How it ended.
    package enum End {
        /// Every line was answered.
        case answered
        case notWritten
        /// Input could not be read, and why.
        case notRead(String)
    }

    /// Runs until there are no more lines; whoever feeds one line and waits for its answer gets it at once.
    package static func run(from input: Int32, to output: Int32) -> End {
        var verifier = LineVerifier()
        var lines = LineReader(descriptor: input)
        var answers = LineWriter(descriptor: output)
        while true {
            switch lines.next() {
            case .line(let line):
                answers.write(verifier.answer(to: line))
            case .tooLong:
                answers.write(LineVerifier.invalidInput)
            case .needsMore:
                answers.flush()
                lines.read()
            case .end:
                answers.flush()
                return answers.hasFailed ? .notWritten : .answered
            case .failed(let problem):
                answers.flush()
                return .notRead(problem)
            }
            if answers.hasFailed { return .notWritten }
        }
    }
}
