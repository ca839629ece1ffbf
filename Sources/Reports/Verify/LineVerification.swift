import ProcessControl

/// The loop of `postern verify`: reads lines and writes one answer for each, in their order.
package enum LineVerification {
    /// How the loop ended.
    package enum End {
        /// Every line was answered.
        case answered
        /// An answer could not be written.
        case notWritten
        /// Input could not be read, with the error.
        case notRead(String)
    }

    /// Runs until the end of input; answers are flushed before waiting for more input.
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
