import Foundation
import TestSupport

/// The directory of Wycheproof's vectors: in `POSTERN_VECTORS`, or beside the package in `shared/vectors`.
enum Vectors {
    static let folder =
        ProcessInfo.processInfo.environment["POSTERN_VECTORS"].map { URL(filePath: $0) }
        ?? Repository.folder.deletingLastPathComponent().appending(path: "shared/vectors")

    static let areThere = FileManager.default.fileExists(atPath: folder.path)
}
