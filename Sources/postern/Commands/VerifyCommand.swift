internal import ArgumentParser
internal import Reports

/// `postern verify`: reads JSON Lines, writes one answer per line.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the signatures of tokens read from standard input.",
        discussion: """
            Each line is {"jwks":{…},"jws":"a.b.c"} or {"jwk":{…},"jws":"a.b.c"}; each answer is `valid` or \
            `invalid: REASON`, in the order of the lines. Signature and key rules only: claims are not checked. \
            Shared-secret (HMAC) keys are accepted, since you supply them yourself.
            Exit status: 0 when every line was answered, 1 when an answer could not be written, 2 when input could not \
            be read.
            """
    )

    func run() throws {
        switch LineVerification.run(from: 0, to: 1) {
        case .answered: break
        case .notWritten: try Failure.exit(1, "standard output could not be written")
        case .notRead(let problem): try Failure.exit(2, "standard input could not be read: \(problem)")
        }
    }
}
