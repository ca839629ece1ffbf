import Foundation
import TestSupport
import Testing

/// Links from page to page of the documentation.
@Suite("Documentation links")
struct LinkTests {
    /// Every page, with its address.
    private static let pages: [URL: String] = {
        var pages: [URL: String] = [:]
        for folder in ["", "docs/", "Fuzz/"] {
            let folder = Repository.url(folder)
            let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            for file in files ?? [] where file.pathExtension == "md" {
                pages[file.standardizedFileURL] = try? String(contentsOf: file, encoding: .utf8)
            }
        }
        return pages
    }()

    @Test("Each leads to a file that is there, and to a heading in it")
    func links() {
        #expect(Self.pages.count > 8)
        for (page, text) in Self.pages {
            for match in Self.prose(text).matches(of: /\]\(([^)# ]*)(?:#([^) ]*))?\)/) where !match.1.contains(":") {
                let target =
                    match.1.isEmpty ? page : URL(filePath: String(match.1), relativeTo: page).standardizedFileURL
                #expect(FileManager.default.fileExists(atPath: target.path), "\(page.lastPathComponent): \(match.0)")
                guard let anchor = match.2, let headings = Self.pages[target].map(Self.anchors) else { continue }
                #expect(headings.contains(String(anchor)), "\(page.lastPathComponent): \(match.0)")
            }
        }
    }

    /// A page's headings, as addresses within it.
    private static func anchors(_ text: String) -> Set<String> {
        Set(
            prose(text).split(separator: "\n").filter { $0.hasPrefix("#") }.map { heading in
                heading.drop { $0 == "#" || $0 == " " }.lowercased()
                    .filter { $0.isLetter || $0.isNumber || "_- ".contains($0) }.replacing(" ", with: "-")
            }
        )
    }

    /// The page without its fenced blocks.
    private static func prose(_ text: String) -> String {
        let parts = text.components(separatedBy: "```")
        return stride(from: 0, to: parts.count, by: 2).map { parts[$0] }.joined(separator: "\n")
    }
}
