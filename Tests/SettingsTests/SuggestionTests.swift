import Testing

@testable import Settings

@Suite("Suggestions for misspelled words")
struct SuggestionTests {
    private static let known = ["listeners", "issuers", "keys", "log", "claim_headers", "limits"]

    @Test(
        "Near words",
        arguments: [
            ("listner", "listeners"), ("isuers", "issuers"), ("isseurs", "issuers"), ("ISSUERS", "issuers"),
            ("claim-headers", "claim_headers"), ("claimHeaders", "claim_headers"), ("key", "keys"), ("lgo", "log"),
            ("limit", "limits"), ("logging", "log"), ("iss", "issuers"),
        ]
    )
    func near(_ word: String, _ expected: String) {
        #expect(Suggestion.nearest(to: word, among: Self.known) == expected)
    }

    @Test("Far words", arguments: ["", "x", "colour", "rules", "is", "header", String(repeating: "x", count: 100_000)])
    func far(_ word: String) {
        #expect(Suggestion.nearest(to: word, among: Self.known) == nil)
    }

    @Test("Alternatives in words")
    func alternatives() {
        #expect(Suggestion.alternatives([]) == "")
        #expect(Suggestion.alternatives(["a"]) == "a")
        #expect(Suggestion.alternatives(["a", "b"]) == "a or b")
        #expect(Suggestion.alternatives(["a", "b", "c"]) == "a, b or c")
    }
}
