import JOSE
import Testing

@testable import JOSE

/// The examples of the RFCs, and one token of each algorithm made by another library.
@Suite struct PublishedTokenTests {
    @Test(arguments: Fixture.rfc)
    func exampleOfAnRFC(_ fixture: Fixture) throws {
        #expect(SignatureVerifier(try fixture.set).refusal(of: fixture.jws)?.rawValue == fixture.refused)
    }

    @Test func everyRFCExampleIsThere() {
        #expect(Fixture.rfc.count == 8)
    }

    @Test(arguments: Fixture.tokens)
    func tokenOfAnotherLibrary(_ fixture: Fixture) throws {
        #expect(SignatureVerifier(try fixture.set).refusal(of: fixture.jws) == nil)
    }

    /// Also as a set of all keys, and for each algorithm that this build can verify.
    @Test func everyAlgorithmHasAToken() throws {
        let all = SignatureVerifier(try .of(Fixture.tokens.map(\.jwk), trust: .operatorFile))
        var seen: AlgorithmSet = []
        for fixture in Fixture.tokens {
            #expect(all.refusal(of: fixture.jws) == nil, "\(fixture.name)")
            for key in try fixture.set.keys { seen.formUnion(key.algorithms) }
        }
        #expect(seen == AlgorithmSet.available)
    }

    /// Found out at run time: what was built with the headers of OpenSSL 3.0 verifies ML-DSA with the library of 3.5.
    @Test(arguments: Fixture.lattices)
    func latticeTokenWhereTheLibraryKnowsIt(_ fixture: Fixture) throws {
        let refusal = SignatureVerifier(try fixture.set).refusal(of: fixture.jws)
        #expect(refusal == (Fixture.knowsLattices ? nil : .keyUnknown))
    }
}
