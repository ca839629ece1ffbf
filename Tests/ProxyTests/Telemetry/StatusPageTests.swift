import Demo
import Foundation
import TestSupport
import Testing

extension ProxySuite {
    /// The page at the admin listener's `/`, in a real browser.
    @Suite("The status page in a browser", .enabled(if: Program.chromium != nil))
    struct StatusPageTests {
        private static let hostile = "<img src=x onerror=document.title=String(6*7)><script>document.title=6*7</script>"

        @Test("The page shows what happened") func itShowsWhatHappened() async throws {
            let page = try await Self.open { postern, issuer, key in
                let good = ["Authorization: Bearer \(try issuer.token(key))"]
                for _ in 0..<3 { _ = try HTTPClient.request(headers: good, port: postern.nginxPort) }
                let bad = ["Authorization: Bearer \(try issuer.token(key, expiresIn: -3600))"]
                _ = try HTTPClient.request(headers: bad + ["X-Original-URI: /orders?a=secret"], port: postern.nginxPort)
            }
            #expect(!page.contains("CONSOLE"), "\(page)")
            for text in [
                #"<span>ready</span>"#, "version ", "3 since startup", "1 since startup",
                "<code>token_expired</code>", "<code>/orders</code>", "<code>ed25519-1</code>", "<span>fresh</span>",
            ] { #expect(page.contains(text), "\(text)\n\(page)") }
            #expect(!page.contains("secret"))
        }

        @Test("Text of clients is shown as text") func strangersWordsStayWords() async throws {
            let page = try await Self.open { postern, issuer, key in
                let stranger = Ed25519SigningKey(keyID: Self.hostile)
                let asked = [
                    "X-Original-URI: /\(Self.hostile.replacing(" ", with: "%20"))", "X-Request-Id: \(Self.hostile)",
                ]
                for token in [
                    try issuer.token(stranger), try issuer.token(key, ["iss": .string(Self.hostile)]),
                    try issuer.token(key, ["exp": .string(Self.hostile)]),
                ] {
                    let headers = asked + ["Authorization: Bearer \(token)"]
                    #expect(try HTTPClient.request(headers: headers, port: postern.nginxPort).status == 401)
                }
                // A key of the issuer's own with such a name.
                issuer.publish([key, stranger])
                let headers = ["Authorization: Bearer \(try issuer.token(Ed25519SigningKey(keyID: "rotated")))"]
                _ = try HTTPClient.request(headers: headers, port: postern.nginxPort)
            }
            #expect(!page.contains("CONSOLE"), "\(page)")
            #expect(page.contains("<title>Postern</title>"))
            // As the issuer, the claim, the key and the request of refusals, in whatever order.
            let escaped =
                "&lt;img src=x onerror=document.title=String(6*7)&gt;&lt;script&gt;document.title=6*7&lt;/script&gt;"
            #expect(page.components(separatedBy: escaped).count > 5, "\(page)")
            #expect(!page.contains("<img"))
            #expect(page.components(separatedBy: "<script").count == 2)
        }

        /// Whether the page's complaints would be seen at all.
        @Test("The browser reports the console messages of a page") func theBrowserTellsWhatAPageSays() async throws {
            let folder = try TemporaryFolder()
            let file = try folder.write("<script>console.error('it broke')</script>", to: "page.html")
            let page = try await Browser.open("file://\(file)", in: folder)
            #expect(page.contains("CONSOLE") && page.contains("it broke"), "\(page)")
        }

        @Test("The browser is told to run nothing else") func theBrowserIsToldToRunNothingElse() async throws {
            let folder = try TemporaryFolder()
            let postern = try await PosternService(issuer: "http://127.0.0.1:\(FreePort.take())", in: folder)
            let answer = try HTTPClient.request("GET", "/", port: postern.adminPort)
            let policy = try #require(answer.values(of: "Content-Security-Policy").first)
            #expect(policy.hasPrefix("default-src 'none'; script-src 'sha256-"))
            #expect(!policy.contains("unsafe"))
            // Self-contained: nothing is named that the page would have to load.
            #expect(answer.body.matches(of: /(src|href)="(?!data:)[^"]*\/\//).isEmpty)
            await postern.process.stop()
        }

        /// The page of a service after some requests.
        private static func open(
            after ask: (PosternService, GatewayIssuer, Ed25519SigningKey) async throws -> Void
        ) async throws -> String {
            let folder = try TemporaryFolder()
            let service = try await ReadyService(in: folder)
            try await ask(service.postern, service.issuer, service.key)
            let page = try await Browser.open("http://127.0.0.1:\(service.postern.adminPort)/", in: folder)
            try await service.stop()
            return page
        }
    }
}
