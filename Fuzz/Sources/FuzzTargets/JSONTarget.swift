import Authorization
import Foundation
import JOSE

/// The input as a JSON text, against Foundation's reader.
struct JSONTarget: FuzzTarget {
    static let name = "json"

    /// Kept from input to input, as the token parser does.
    private var reader = JSONReader()
    private var reused = JSONDocument()

    mutating func read(_ input: [UInt8]) throws(Finding) -> Bool {
        let theirs = try? JSONSerialization.jsonObject(with: Data(input), options: .fragmentsAllowed)
        reused.bytes = input
        do {
            let document = try JSONDocument(parsing: input)
            try require(readsAgain() == nil && reused.nodes == document.nodes, "a used reader finds the same")
            try Self.checkNodes(of: document)
            try Self.checkCompactForm(of: document)
            if let theirs {
                try require(JSONComparison.same(document.root, theirs), "Foundation sees the same values")
            } else {
                try require(JSONComparison.hasExtremeNumber(document), "Foundation accepts the text")
            }
            return true
        } catch let error as JSONError {
            try require(readsAgain() == error, "a used reader finds the same mistake")
            try require(0...input.count ~= error.offset, "a mistake lies in the text")
            let isExplained = theirs == nil || Self.isStricter(error, input) || Self.mayBeAnotherEncoding(input)
            try require(isExplained, "Foundation refuses the text too: \(error)")
            return false
        } catch let finding as Finding {
            throw finding
        } catch {
            throw Finding("no other error: \(error)")
        }
    }

    private mutating func readsAgain() -> JSONError? {
        do throws(JSONError) {
            try reused.reparse(with: &reader)
            return nil
        } catch {
            return error
        }
    }

    /// What Foundation accepts.
    private static func isStricter(_ error: JSONError, _ input: [UInt8]) -> Bool {
        switch error.code {
        case .repeatedMember, .loneSurrogate, .tooDeep: true
        case .unexpectedByte:
            // A comma before the end of an array.
            input[..<error.offset].last { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: ",")
        default: false
        }
    }

    /// Foundation reads UTF-16 and UTF-32 too, and skips a byte order mark.
    private static func mayBeAnotherEncoding(_ input: [UInt8]) -> Bool {
        input.contains(0) || [[0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF]].contains { input.starts(with: $0) }
    }

    private static func checkNodes(of document: JSONDocument) throws(Finding) {
        for (number, node) in document.nodes.enumerated() {
            try require(node.start <= node.end && Int(node.end) <= document.bytes.count, "a node lies in the text")
            try require(number < node.next && Int(node.next) <= document.nodes.count, "the next node comes later")
        }
        try require(document.nodes.first.map { Int($0.next) } == document.nodes.count, "the root holds every node")
    }

    /// The JSON of claim headers: the same values in visible ASCII and spaces.
    private static func checkCompactForm(of document: JSONDocument) throws(Finding) {
        var compact: [UInt8] = []
        CompactJSONWriter.append(0, of: document, to: &compact)
        try require(compact.allSatisfy { 0x20...0x7E ~= $0 }, "compact JSON is visible ASCII and spaces")
        guard let again = try? JSONDocument(parsing: compact) else { throw Finding("compact JSON is JSON") }
        try require(again.nodes.count == document.nodes.count, "compact JSON has as many values")
        for number in document.nodes.indices {
            let kind = document.nodes[number].kind
            try require(again.nodes[number].kind == kind, "compact JSON has values of the same kinds")
            guard kind == .string || kind == .number else { continue }
            try require(again.utf8(of: number) == document.utf8(of: number), "compact JSON has the same values")
        }
    }
}
