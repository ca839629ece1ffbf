import Foundation

/// The folders of a target, and which of them mention types of which others.
struct FolderGraph {
    /// The text of one file.
    struct File {
        let folder: String
        let text: String
    }

    /// For each folder the folders whose types its files mention, each with some of these types.
    private(set) var references: [String: [String: Set<String>]] = [:]

    /// Reads every Swift file below a folder; each folder that has files of its own counts as one.
    init(of root: URL) throws {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }
        let files = try paths.map { path in
            File(
                folder: path.split(separator: "/").dropLast().joined(separator: "/"),
                text: try String(contentsOf: root.appending(path: path), encoding: .utf8)
            )
        }
        self.init(files)
    }

    init(_ files: [File]) {
        var homes: [String: String] = [:]
        let code = files.map { (folder: $0.folder, text: Self.withoutCommentsAndStrings($0.text)) }
        for file in code {
            references[file.folder] = [:]
            for name in Self.declaredTypes(file.text) { homes[name] = file.folder }
        }
        for file in code {
            for match in file.text.matches(of: /\b[A-Z][A-Za-z0-9_]*/) {
                let name = String(match.output)
                guard let home = homes[name], home != file.folder else { continue }
                references[file.folder]?[home, default: []].insert(name)
            }
        }
    }

    /// A circle of folders, each of which mentions the next; nil when there is none.
    var circle: [String]? {
        var finished: Set<String> = []
        for folder in references.keys.sorted() {
            var path: [String] = []
            if let found = circle(from: folder, &path, &finished) { return found }
        }
        return nil
    }

    private func circle(from folder: String, _ path: inout [String], _ finished: inout Set<String>) -> [String]? {
        if let start = path.firstIndex(of: folder) { return Array(path[start...]) }
        guard !finished.contains(folder) else { return nil }
        path.append(folder)
        for next in (references[folder] ?? [:]).keys.sorted() {
            if let found = circle(from: next, &path, &finished) { return found }
        }
        path.removeLast()
        finished.insert(folder)
        return nil
    }

    /// A circle in words: which folder mentions which types of the next.
    func describe(_ circle: [String]) -> String {
        zip(circle, circle.dropFirst() + circle.prefix(1)).map { folder, next in
            let types = (references[folder]?[next] ?? []).sorted().joined(separator: ", ")
            return "\(folder) mentions \(types) of \(next)"
        }.joined(separator: "; ")
    }

    /// The types that a file declares at its outermost level.
    private static func declaredTypes(_ text: String) -> [String] {
        let declaration =
            /^(?:(?:public|package|internal|final|indirect) )*(?:struct|class|enum|actor|protocol|typealias) ([A-Z]\w*)/
            .anchorsMatchLineEndings()
        return text.matches(of: declaration).map { String($0.1) }
    }

    private static func withoutCommentsAndStrings(_ text: String) -> String {
        text.replacing(/\/\/[^\n]*/, with: "").replacing(/"(?:\\.|[^"\\\n])*"/, with: "\"\"")
    }
}
