import Foundation
import JOSE
import Testing

@testable import JOSE

/// The strict reader against Foundation's, on random texts: where ours accepts, both see the same values.
@Suite("JSON beside Foundation") struct JSONDifferentialTests {
    @Test("Random documents") func randomDocuments() throws {
        var generator = RandomJSON(seed: 1)
        var accepted = 0
        for _ in 0..<3000 {
            let text = generator.document()
            let theirs = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
            do {
                let ours = try JSONDocument(parsing: Array(text.utf8))
                accepted += 1
                #expect(Self.same(ours.root, theirs), "\(text)")
            } catch {
                // Foundation lets the last one win.
                #expect(error.code == .repeatedMember, "\(text)")
            }
        }
        #expect(accepted > 2000)
    }

    /// One byte of a valid text changed, put in or taken out: both refuse, or both accept.
    @Test("Corrupted documents") func spoiltDocuments() throws {
        var generator = RandomJSON(seed: 2)
        var refused = 0
        for _ in 0..<6000 {
            var bytes = Array(generator.document().utf8)
            let position = Int.random(in: 0..<bytes.count, using: &generator.random)
            let byte =
                Bool.random(using: &generator.random)
                ? UInt8.random(in: 0...255, using: &generator.random)
                : Array(#"{}[]",:\0123456789.eE+-truefalsn "#.utf8).randomElement(using: &generator.random) ?? 0
            switch Int.random(in: 0..<3, using: &generator.random) {
            case 0: bytes[position] = byte
            case 1: bytes.insert(byte, at: position)
            default: bytes.remove(at: position)
            }
            let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            do {
                let ours = try JSONDocument(parsing: bytes)
                let text = String(decoding: bytes, as: UTF8.self)
                // Foundation refuses numbers that no double can hold.
                #expect(theirs.map { Self.same(ours.root, $0) } ?? Self.hasInfinity(ours.root), "\(text)")
            } catch {
                refused += 1
                let isStricter = error.code == .repeatedMember || error.code == .loneSurrogate
                #expect(theirs == nil || isStricter, "\(error): \(String(decoding: bytes, as: UTF8.self))")
            }
        }
        #expect(refused > 1000)
    }

    private static func hasInfinity(_ value: JSONValue) -> Bool {
        value.document.nodes.indices.contains { value.document.number($0)?.isInfinite == true }
    }

    private static func same(_ ours: JSONValue, _ theirs: Any) -> Bool {
        if let array = theirs as? [Any] {
            guard let elements = ours.array, elements.count == array.count else { return false }
            return zip(elements, array).allSatisfy { same($0, $1) }
        }
        if let object = theirs as? [String: Any] {
            guard ours.isObject, ours.memberCount == object.count else { return false }
            return object.allSatisfy { name, value in ours[name].map { same($0, value) } ?? false }
        }
        if let string = theirs as? String { return ours.string.map { $0.utf8.elementsEqual(string.utf8) } ?? false }
        if theirs is NSNull { return ours.isNull }
        if let bool = ours.bool { return theirs as? Bool == bool }
        guard let number = theirs as? NSNumber, let value = ours.number else { return false }
        // Foundation parses numbers as Decimal, and may differ in the last digit.
        return value == Double(ours.text) && abs(value - number.doubleValue) <= 2 * value.ulp
    }
}

extension JSONValue {
    fileprivate var memberCount: Int {
        var count = 0
        document.forEachElement(of: node) { _ in
            count += 1
            return true
        }
        return count
    }
}
