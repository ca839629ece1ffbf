import TestSupport
import Testing

@testable import JOSE

/// A repeated header is not parsed again; results must not differ.
@Suite("Repeated headers") struct RepeatedHeaderTests {
    private static func encode(_ text: String) -> String { Base64URL.encode(Array(text.utf8)) }

    private static let headers = [
        encode(#"{"alg":"RS256","kid":"one"}"#), encode(#"{"alg":"RS256","kid":"two"}"#), encode(#"{"alg":"EdDSA"}"#),
        encode(#"{"alg":"RS256","kid":"one","crit":[]}"#), encode(#"{"kid":"one"}"#), encode("[]"), encode("{"), "e",
        "",
    ]
    private static let payloads = [encode(#"{"iss":"a"}"#), encode(#"{"iss":"b","exp":1}"#), encode("{"), "e", ""]
    private static let endings = ["AAAA", "", "A", "AAAA.", nil]

    /// Everything that a token shows after parsing.
    private static func contents(_ token: inout UnverifiedToken, _ text: String) -> [String] {
        let problem = token.parse(Array(text.utf8).span)
        guard problem == nil else { return [problem?.failure.rawValue ?? ""] }
        return [
            token.algorithmName, "\(token.algorithms)", token.keyID ?? "-",
            token.issuerNode.map { token.payload.text(of: $0) } ?? "-", "\(token.encodedPayload)",
            String(decoding: token.text, as: UTF8.self),
        ]
    }

    @Test("Tokens that follow each other are read as alone") func tokensThatFollowEachOtherAreReadAsAlone() {
        var texts = Self.headers.flatMap { header in
            Self.payloads.flatMap { payload in
                Self.endings.map { ending in ([header, payload] + (ending.map { [$0] } ?? [])).joined(separator: ".") }
            }
        }
        // One header that another begins with, with and without its dot.
        texts += [Self.headers[0], Self.headers[0] + ".", Self.headers[0] + "AAAA.\(Self.payloads[0]).AAAA"]
        var generator = SeededGenerator(7)
        var token = UnverifiedToken()
        for _ in 0..<20_000 {
            let text = texts.randomElement(using: &generator) ?? ""
            var fresh = UnverifiedToken()
            let (alone, followed) = (Self.contents(&fresh, text), Self.contents(&token, text))
            guard alone == followed else {
                Issue.record("\(text): \(followed), alone \(alone)")
                return
            }
        }
    }

    @Test("An observer is shown the header each time") func anObserverIsShownTheHeaderEachTime() {
        let text = Array("\(Self.headers[0]).\(Self.payloads[0]).AAAA".utf8)
        var token = UnverifiedToken()
        for _ in 0..<3 {
            let observer = CheckObserver()
            #expect(token.parse(text.span, observer) == nil)
            #expect(observer.steps.map(\.check) == ["parts", "header", "payload"])
            #expect(token.keyID == "one")
            #expect(token.parse(text.span) == nil)
            #expect(token.keyID == "one")
        }
    }
}
