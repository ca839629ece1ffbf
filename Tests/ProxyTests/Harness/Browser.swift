import Foundation
import TestSupport

/// Headless Chromium.
enum Browser {
    /// What a page has become after a while, and what the browser said about it.
    ///
    /// - Returns: the document as HTML, between the browser's own messages, each of the page's with `CONSOLE`.
    static func open(_ url: String, in folder: TemporaryFolder) async throws -> String {
        guard let program = Program.chromium else { throw HarnessError("no chromium") }
        let process = try ChildProcess(
            program,
            [
                // The tests may run as root, in a container with little shared memory.
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--user-data-dir=\(folder.path)/browser", "--enable-logging=stderr", "--v=0",
                // Time as the page sees it: two polls, and no waiting here.
                "--virtual-time-budget=3000", "--dump-dom", url,
            ],
            in: folder
        )
        try await process.exit(within: .seconds(60))
        return process.output
    }
}
