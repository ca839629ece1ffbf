import Foundation
import Testing

/// The folders of the target build on each other in one direction.
@Suite("Folders and their references")
struct FolderTests {
    private static let target = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/Issuers").standardizedFileURL

    @Test("No folders mention each other") func noFoldersMentionEachOther() throws {
        let graph = try FolderGraph(of: Self.target)
        #expect(graph.references.count > 10)
        #expect(graph.references["KeySets"]?["KeySets/Refresh"] == ["RefreshMachine"])
        if let circle = graph.circle { Issue.record("\(graph.describe(circle))") }
    }

    @Test("A cycle is found") func aCircleIsFound() throws {
        let graph = FolderGraph([
            FolderGraph.File(folder: "A", text: "struct One {\n    var two: Two?\n}\n"),
            FolderGraph.File(folder: "B", text: "package final class Two {\n    let three = Three()\n}\n"),
            FolderGraph.File(folder: "C", text: "enum Three {}\nextension One {}\n"),
            FolderGraph.File(folder: "D", text: "import Two\nactor Four {}\n"),
        ])
        let circle = try #require(graph.circle)
        #expect(circle == ["A", "B", "C"])
        #expect(graph.describe(circle).hasPrefix("A mentions Two of B; "))
    }

    @Test("Comments and string literals are no references") func commentsAndTextsAreNoReferences() {
        let graph = FolderGraph([
            FolderGraph.File(folder: "A", text: "/// See ``Two``.\nstruct One {\n    struct Two {}\n}\n"),
            FolderGraph.File(folder: "B", text: "struct Two {\n    let text = \"One \\\"One\"\n}\n"),
        ])
        #expect(graph.references["B"] == [:])
    }
}
