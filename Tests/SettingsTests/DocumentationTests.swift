import Foundation
import TestSupport
import Testing

@testable import Settings

@Suite("docs/configuration.md")
struct DocumentationTests {
    private let lines: [Substring]

    init() throws {
        let page = try Repository.text(of: "docs/configuration.md")
        lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test("The page explains every key, and no other")
    func keys() {
        var documented: [String: [String]] = [:]
        var section: String?
        for line in lines {
            if let heading = line.wholeMatch(of: /## (?:`([^`]+)`|Top level)/) {
                section = heading.1.map(String.init) ?? ""
            } else if line.hasPrefix("## ") {
                section = nil
            } else if let section, let row = line.prefixMatch(of: /\| `([a-z_]+)` \|/) {
                documented[section, default: []].append(String(row.1))
            }
        }
        let known = Dictionary(uniqueKeysWithValues: Section.all.map { ($0.name, $0.keys) })
        #expect(documented == known)
    }

    @Test("The page's example is a configuration without errors or warnings")
    func example() throws {
        let start = try #require(lines.firstIndex(of: "```yaml"))
        let example = lines[(start + 1)...].prefix { $0 != "```" }.joined(separator: "\n")
        let loaded = try load(example)
        #expect(loaded.warnings.isEmpty)
        #expect(loaded.configuration.listeners.count == 2)
    }

    @Test("Links lead to headings of the page")
    func links() {
        let anchors = lines.filter { $0.hasPrefix("#") }.map { heading in
            heading.drop { $0 == "#" || $0 == " " }.lowercased().filter { $0.isLetter || $0 == "_" || $0 == " " }
                .replacing(" ", with: "-")
        }
        let targets = lines.flatMap { $0.matches(of: /\]\(#([^)]*)\)/).map { String($0.1) } }
        #expect(targets.count > 10)
        for target in targets { #expect(anchors.contains(target), "no heading for #\(target)") }
    }
}
