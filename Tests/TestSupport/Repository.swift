package import Foundation

/// The repository that the tests were built from.
package enum Repository {
    package static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A file or folder by its path from the repository's own folder.
    package static func url(_ path: String) -> URL {
        folder.appending(path: path)
    }

    /// The text of a file.
    package static func text(of path: String) throws -> String {
        try String(contentsOf: url(path), encoding: .utf8)
    }
}
