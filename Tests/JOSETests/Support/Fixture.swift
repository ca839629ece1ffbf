import Foundation
import JOSE
import TestSupport
import Testing

/// One published or generated token with the key that fits it.
struct Fixture: Sendable, CustomTestStringConvertible {
    let name: String
    let jwk: String
    let jws: String
    /// The reason to refuse it; nil for a valid one.
    let refused: String?

    var testDescription: String { name }

    /// The key alone, as a set.
    var set: JWKSet {
        get throws { try JWKSet(parsing: Array("{\"keys\":[\(jwk)]}".utf8), trust: .operatorFile) }
    }

    /// One valid token for each algorithm that the libcrypto at hand knows; see make-tokens.py.
    static let tokens = all(in: "tokens.json") + (knowsLattices ? lattices : [])
    /// One for each size of ML-DSA.
    static let lattices = all(in: "ml-dsa.json")
    static let knowsLattices = AlgorithmSet.available.contains([.mlDSA44, .mlDSA65, .mlDSA87])
    /// Valid tokens whose signature, or its r, begins with a zero byte; see make-tokens.py.
    static let edges = all(in: "leading-zeros.json")
    /// The examples of RFC 7515, RFC 7520 and RFC 8037.
    static let rfc = all(in: "rfc.json")

    static func token(_ name: String) throws -> Fixture {
        try #require(tokens.first { $0.name == name })
    }

    private static func all(in file: String) -> [Fixture] {
        let url = Repository.url("Tests/JOSETests/Fixtures/\(file)")
        guard let bytes = try? Data(contentsOf: url), let document = try? JSONDocument(parsing: Array(bytes)) else {
            return []
        }
        return (document.root.array ?? []).map { entry in
            Fixture(
                name: entry["name"]?.string ?? entry["jwk"]?["kid"]?.string.map {
                    "\(entry["alg"]?.string ?? "") with \($0)"
                } ?? "",
                jwk: entry["jwk"]?.text ?? "",
                jws: entry["jws"]?.string ?? "",
                refused: entry["refused"]?.string
            )
        }
    }
}
