import Foundation
import FuzzTargets
import TestSupport
import Testing

/// Replays the inputs that are kept for the fuzzers: their seeds, and whatever once broke something.
@Suite("Fuzz inputs of the past") struct ReplayTests {
    @Test("Breaks nothing", arguments: Input.all) func breaksNothing(_ input: Input) throws {
        _ = try input.read()
    }

    /// A target that accepts nothing, or everything, looks at nothing.
    @Test("Seeds reach both answers", arguments: fuzzTargets.map { $0.name })
    func seedsReachBothAnswers(_ target: String) throws {
        let seeds = Input.all.filter { $0.folder == "seeds" && $0.target == target }
        let answers = try Set(seeds.map { try $0.read() })
        #expect(answers == [true, false])
    }

    /// A folder that no target reads would be forgotten.
    @Test("Every folder has a target", arguments: ["seeds", "regressions"])
    func everyFolderHasATarget(_ folder: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Input.root.appending(path: folder).path)
        #expect(Set(names).subtracting([".gitkeep"]).isSubset(of: fuzzTargets.map { $0.name }))
    }
}

/// One kept input.
struct Input: Sendable, CustomTestStringConvertible {
    let folder: String
    let target: String
    let file: String

    static let root = Repository.url("Fuzz")

    static let all: [Input] = ["seeds", "regressions"].flatMap { folder in
        fuzzTargets.map { $0.name }.flatMap { target in
            let path = root.appending(path: "\(folder)/\(target)").path
            let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            return files.sorted().map { Input(folder: folder, target: target, file: $0) }
        }
    }

    var testDescription: String { "\(folder)/\(target)/\(file)" }

    /// Hands the bytes to the target; whether it accepts them.
    func read() throws -> Bool {
        let bytes = try Data(contentsOf: Self.root.appending(path: testDescription))
        let type = try #require(fuzzTargets.first { $0.name == target })
        var reader = type.init()
        return try reader.read(Array(bytes))
    }
}
