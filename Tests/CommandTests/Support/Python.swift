import FoundationEssentials
import TestSupport

/// The Python that `scripts/test` puts into `.build-tools`, with joserfc and cryptography.
enum Python {
    static let program = Repository.url(".build-tools/bin/python").path
    static let script = Repository.url("Tests/CommandTests/Differential/differential.py").path

    static let isThere: Bool = {
        let imports = "import joserfc; from cryptography.hazmat.primitives.asymmetric import mldsa"
        return (try? CommandRun(program, ["-c", imports]).status) == 0
    }()
}
