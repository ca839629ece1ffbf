import Foundation
import TestSupport
import Testing

/// `postern verify` against Python's joserfc and cryptography: the same verdict for every token, however it was mutated.
@Suite(
    "Token decisions beside joserfc",
    .enabled(if: Python.isThere, "no Python with joserfc in .build-tools: scripts/test installs it")
)
struct DifferentialTests {
    /// Tokens for each of 17 algorithms, and of ML-DSA where the command knows it.
    private static let tokensEach = 100

    @Test("Python says the same") func pythonSaysTheSame() throws {
        let version = try CommandRun(Program.postern, ["--version"]).output
        let knowsLattices = version.contains("ML-DSA-44")
        let lattices = knowsLattices ? ["ml-dsa"] : []
        let script = ["-B", "-W", "ignore", Python.script, "1", "\(Self.tokensEach)"]
        let python = try CommandRun(Python.program, script + lattices)
        try #require(python.status == 0, "\(python.errors)")

        let folder = try TemporaryFolder()
        let input = try folder.write(python.output, to: "lines")
        let answers = try CommandRun(Program.postern, ["verify"], input: input)
        #expect(answers.status == 0)

        try #require(answers.lines.count == Self.tokensEach * (knowsLattices ? 20 : 17))
        try #require(answers.lines.count == python.lines.count)
        var seen: [Substring: Int] = [:]
        for (line, answer) in zip(python.lines, answers.lines) {
            seen[answer, default: 0] += 1
            let expectsValid = line.hasSuffix(#""expected": "valid"}"#)
            #expect((answer == "valid") == expectsValid, "\(answer): \(line.prefix(2000))")
        }
        // A test in which nothing passes, or nothing fails in some way, would look at nothing.
        for (answer, least) in [
            ("valid", 400), ("invalid: signature_invalid", 200), ("invalid: token_malformed", 200),
            ("invalid: key_unknown", 50), ("invalid: algorithm_not_allowed", 50),
            ("invalid: critical_header_unsupported", 10),
        ] {
            #expect(seen[answer[...], default: 0] >= least, "\(seen)")
        }
    }
}
