import CBare
import Foundation
import JOSE

@main struct Main {
    static func main() throws {
        switch CommandLine.arguments.dropFirst().first {
        case "libraries": try libraries()
        case "refusals": try refusals()
        case "allocations": try allocations()
        case "profile": try profile()
        default: print("usage: jose-benchmarks libraries | refusals | allocations")
        }
    }

    static func check(_ verifier: TokenVerifier, _ token: [UInt8]) -> Bool {
        if case .verified = verifier.verify(token.span, at: Subject.now) { true } else { false }
    }

    /// µs a verification: each library by itself, and the whole token.
    static func libraries() throws {
        print("\(AlgorithmSet.libraryVersion)\n")
        print("µs a verification; the last two: how many times the bare call of each library a whole token takes\n")
        print("algorithm  bytes  OpenSSL  swift-crypto  whole token  ÷ OpenSSL  ÷ swift-crypto")
        for subject in try Subject.all() {
            let check = try subject.tokenCheck()
            precondition(subject.openSSL() && subject.swiftCrypto?() != false && check(), subject.name)
            var works: [() -> Void] = [{ _ = subject.openSSL() }, { _ = check() }]
            if let swiftCrypto = subject.swiftCrypto { works.append { _ = swiftCrypto() } }
            let times = Clock.microseconds(works)
            print(
                subject.name.padding(toLength: 10, withPad: " ", startingAt: 0),
                column(subject.tokens[0].count, 5),
                column(times[0], 8),
                column(times.count > 2 ? times[2] : nil, 13),
                column(times[1], 12),
                column(times[1] / times[0], 10),
                column(times.count > 2 ? times[1] / times[2] : nil, 15)
            )
        }
    }

    static func column(_ value: Double?, _ width: Int) -> String {
        column(value.map { String(format: $0 < 100 ? "%.2f" : "%.1f", $0) } ?? "-", width)
    }

    static func column(_ value: Int, _ width: Int) -> String {
        column(String(value), width)
    }

    private static func column(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// Everything but the signature, and all of it, for a profiler to look at.
    static func profile() throws {
        let subject = try Subject.rsa(Subject.payload)[0]
        let stranger = try Subject.verifier(subject.jwk.replacingOccurrences(of: #""kid":"k""#, with: #""kid":"x""#))
        let check = try subject.tokenCheck()
        let token = subject.tokens[0]
        let times = Clock.microseconds(
            [
                { _ = stranger.verify(token.span, at: Subject.now) }, { _ = check() },
                { _ = subject.openSSL() },
            ],
            rounds: 300
        )
        print(
            "without the signature \(column(times[0], 5)), whole \(column(times[1], 5)), bare \(column(times[2], 5)) µs:",
            column(times[1] / times[2], 5),
            "times the bare call"
        )
    }

    /// Heap allocations a verification, of the bare call and of the whole token.
    static func allocations() throws {
        print("algorithm  bare OpenSSL  bare swift-crypto  whole token  without the signature")
        for subject in try Subject.all() {
            let check = try subject.tokenCheck()
            // A set without the token's key: everything is done but the signature.
            let stranger = try Subject.verifier(
                Subject.ed25519("{}").jwk.replacingOccurrences(of: #""kid":"k""#, with: #""kid":"x""#)
            )
            let token = subject.tokens[0]
            let counts = [
                Clock.allocations { _ = subject.openSSL() },
                subject.swiftCrypto.map { check in Clock.allocations { _ = check() } } ?? 0,
                Clock.allocations { _ = check() },
                Clock.allocations { _ = stranger.verify(token.span, at: Subject.now) },
            ]
            print(
                subject.name.padding(toLength: 10, withPad: " ", startingAt: 0),
                counts.map { column($0, 12) }.joined()
            )
        }
    }
}
