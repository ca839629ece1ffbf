import Foundation
import TestSupport
import Testing

/// `docs/architecture.md` beside `Package.swift`.
@Suite("The picture of the targets")
struct ArchitectureTests {
    /// A target below `Sources`, as `Package.swift` declares it.
    private struct Target {
        let name: String
        /// Targets of this package.
        let imports: Set<String>
        /// Other packages.
        let packages: Set<String>
    }

    private let page: String
    private let targets: [Target]

    init() throws {
        page = try String(contentsOf: Repository.folder.appending(path: "docs/architecture.md"), encoding: .utf8)
        let manifest = try String(contentsOf: Repository.folder.appending(path: "Package.swift"), encoding: .utf8)
        let sources = try FileManager.default.contentsOfDirectory(
            atPath: Repository.folder.appending(path: "Sources").path
        )
        targets = Self.targets(manifest).filter { sources.contains($0.name) }
    }

    @Test("The picture has every target and exactly the imports between them")
    func arrows() throws {
        #expect(targets.count > 10)
        let layers = try layers()
        let drawn = Dictionary(layers.joined().map { ($0.target, Set($0.imports)) }) { $0.union($1) }
        #expect(layers.joined().count == drawn.count, "a target occurs twice")
        #expect(Set(drawn.keys) == Set(targets.map(\.name)))
        for target in targets {
            #expect(drawn[target.name] == target.imports, "\(target.name)")
        }
    }

    @Test("Every arrow leads to a lower layer")
    func directions() throws {
        var above: Set<String> = []
        for layer in try layers() {
            above.formUnion(layer.map(\.target))
            for (target, imports) in layer {
                for lower in imports { #expect(!above.contains(lower), "\(target) → \(lower)") }
            }
        }
    }

    @Test("The table has every target with the packages that it imports")
    func table() {
        var packages: [String: Set<String>] = [:]
        for row in page.matches(of: /\n\| `([A-Za-z]+)` \| ([^|]+\.) \| ([^|]*) ?(?=\|\n)/) {
            let listed = row.3.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            packages[String(row.1)] = Set(listed.filter { !$0.isEmpty })
        }
        #expect(packages == Dictionary(uniqueKeysWithValues: targets.map { ($0.name, $0.packages) }))
    }

    /// The lines of the fenced block, grouped by blank lines.
    private func layers() throws -> [[(target: String, imports: [String])]] {
        let block = try #require(page.firstMatch(of: /```text\n(postern +→.*\n(?:(?!```).*\n)*)```/)?.1)
        return block.replacing(/\n +/, with: " ").split(separator: "\n\n").map { layer in
            layer.split(separator: "\n").map { line in
                let words = line.split { " ,→".contains($0) }.map(String.init)
                return (words[0], Array(words.dropFirst()))
            }
        }
    }

    /// Every target in a package manifest except test targets.
    private static func targets(_ manifest: String) -> [Target] {
        let kind = /\.(testTarget|target|executableTarget|systemLibrary)\(\s*name: "([^"]+)"/
        let starts = manifest.matches(of: kind)
        return zip(starts, starts.dropFirst().map(\.range.lowerBound) + [manifest.endIndex]).compactMap { start, end in
            guard start.1 != "testTarget" else { return nil }
            let declaration = manifest[start.range.lowerBound..<end]
            let packages = declaration.matches(of: /\.product\(name: "[^"]+", package: "([^"]+)"\)/)
            let list = declaration.replacing(/\.product\([^)]*\)/, with: "").firstMatch(
                of: /dependencies: \[([^\]]*)\]/
            )
            let imports = list?.1.matches(of: /"([^"]+)"/).map { String($0.1) } ?? []
            return Target(
                name: String(start.2),
                // Every target may import it, so the picture leaves it out.
                imports: Set(imports).subtracting(["Bytes"]),
                packages: Set(packages.map { String($0.1) })
            )
        }
    }
}
