internal import ArgumentParser

/// `postern verify`: JSON Lines in, one answer a line out.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the signatures of tokens read from standard input.",
        discussion: """
            Each line is {"jwks":{…},"jws":"a.b.c"} or {"jwk":{…},"jws":"a.b.c"}; each answer is `valid` or \
            `invalid: REASON`, in the order of the lines. Signature and key rules only: claims are not looked at. \
            Shared-secret (HMAC) keys are honoured, since you hand them over yourself.
            Exit status: 0 when every line was answered, 1 when an answer could not be written, 2 when input could not \
            be read.
            """
    )

    func run() throws {
        var verifier = LineVerifier()
        var lines = LineReader(descriptor: 0)
        var answers = LineWriter(descriptor: 1)
        while true {
            switch lines.next() {
            case .line(let line):
                answers.write(verifier.answer(to: line))
            case .tooLong:
                answers.write(LineVerifier.inputAnswer)
            case .needsMore:
                // Whoever feeds one line and waits for its answer must get it now.
                answers.flush()
                lines.read()
            case .end:
                answers.flush()
                if answers.hasFailed { try fail() }
                return
            case .failed(let problem):
                answers.flush()
                try Failure.exit(2, "standard input could not be read: \(problem)")
            }
            if answers.hasFailed { try fail() }
        }
    }

    private func fail() throws {
        try Failure.exit(1, "standard output could not be written")
    }
}
