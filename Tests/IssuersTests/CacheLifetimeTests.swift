import Testing

@testable import Issuers

@Suite("Cache lifetimes")
struct CacheLifetimeTests {
    @Test(
        "`max-age`",
        arguments: [
            ([], nil),
            ([""], nil),
            (["no-store"], nil),
            (["max-age"], nil),
            (["max-age="], nil),
            (["max-age=abc"], nil),
            (["max-age=1.5"], nil),
            (["max-age=-1"], nil),
            (["xmax-age=5"], nil),
            (["s-maxage=5"], nil),
            (["max-age=0"], 0),
            (["max-age=300"], 300),
            (["Max-Age=300"], 300),
            (["max-age=\"300\""], 300),
            (["public, max-age=300, must-revalidate"], 300),
            (["public ,\tmax-age = 300 "], 300),
            (["public", "max-age=300"], 300),
            (["max-age=300", "max-age=200"], 200),
            ([String(repeating: "9", count: 400)], nil),
            (["max-age=" + String(repeating: "9", count: 400)], .infinity),
        ] as [([String], Double?)]
    )
    func maxAge(values: [String], seconds: Double?) {
        #expect(CacheLifetime.maxAge(values) == seconds)
    }
}
