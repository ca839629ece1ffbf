import Foundation

/// The Python that `scripts/test` puts into `.build-tools`, with joserfc and cryptography.
enum Python {
    private static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let program = repository.appending(path: ".build-tools/bin/python")
    static let script = repository.appending(path: "Tests/CommandTests/Differential/differential.py").path

    static let isThere: Bool = {
        let imports = "import joserfc; from cryptography.hazmat.primitives.asymmetric import mldsa"
        return (try? CommandRun(program, ["-c", imports]).status) == 0
    }()
}
