import JOSE
import Testing

@testable import JOSE

/// The examples of the RFCs, and one token of each algorithm made by another library.
@Suite("Published tokens") struct PublishedTokenTests {
    @Test("Example of an RFC", arguments: Fixture.rfc)
    func exampleOfAnRFC(_ fixture: Fixture) throws {
        #expect(SignatureVerifier(try fixture.set).refusal(of: fixture.jws)?.rawValue == fixture.refused)
    }

    @Test("Every RFC example is there") func everyRFCExampleIsThere() {
        #expect(Fixture.rfc.count == 8)
    }

    @Test("Token of another library", arguments: Fixture.tokens)
    func tokenOfAnotherLibrary(_ fixture: Fixture) throws {
        #expect(SignatureVerifier(try fixture.set).refusal(of: fixture.jws) == nil)
    }

    /// Also as a set of all keys, and for each algorithm that this build can verify.
    @Test("Every algorithm has a token") func everyAlgorithmHasAToken() throws {
        let all = SignatureVerifier(try .of(Fixture.tokens.map(\.jwk), trust: .operatorFile))
        var seen: AlgorithmSet = []
        for fixture in Fixture.tokens {
            #expect(all.refusal(of: fixture.jws) == nil, "\(fixture.name)")
            for key in try fixture.set.keys { seen.formUnion(key.algorithms) }
        }
        #expect(seen == AlgorithmSet.available)
    }

    /// Found out at run time: what was built with the headers of OpenSSL 3.0 verifies ML-DSA with the library of 3.5.
    @Test("Lattice token where the library knows it", arguments: Fixture.lattices)
    func latticeTokenWhereTheLibraryKnowsIt(_ fixture: Fixture) throws {
        let refusal = SignatureVerifier(try fixture.set).refusal(of: fixture.jws)
        #expect(refusal == (Fixture.knowsLattices ? nil : .keyUnknown))
    }
}
