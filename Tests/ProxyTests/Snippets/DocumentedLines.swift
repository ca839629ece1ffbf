import Foundation
import TestSupport

/// The fenced blocks of a section of `docs/proxies.md`, so that what users copy is what the tests run.
struct DocumentedLines {
    private let blocks: [String]

    /// - Throws: ``HarnessError`` when there is no such heading.
    init(under heading: String) throws {
        let text = try Repository.text(of: "docs/proxies.md")
        guard let begin = text.range(of: "\n\(heading)\n") else { throw HarnessError("no section '\(heading)'") }
        let level = heading.prefix { $0 == "#" }
        var section = text[begin.upperBound...]
        for prefix in ["\n## ", "\n### "] where prefix.count <= level.count + 2 {
            if let end = section.range(of: prefix) { section = section[..<end.lowerBound] }
        }
        let parts = section.components(separatedBy: "```")
        blocks = stride(from: 1, to: parts.count, by: 2).map { index in
            String(parts[index].drop { $0 != "\n" }.dropFirst())
        }
    }

    /// The block at this position, from 0.
    func block(_ index: Int) throws -> String {
        guard blocks.indices.contains(index) else { throw HarnessError("no block \(index)") }
        return blocks[index]
    }
}
