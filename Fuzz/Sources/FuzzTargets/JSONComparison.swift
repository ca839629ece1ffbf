import Foundation
import JOSE

/// Our values compared with Foundation's.
enum JSONComparison {
    static func same(_ ours: JSONValue, _ theirs: Any) -> Bool {
        if let array = theirs as? [Any] {
            guard let elements = ours.array, elements.count == array.count else { return false }
            return zip(elements, array).allSatisfy { same($0, $1) }
        }
        if let object = theirs as? [String: Any] { return sameObject(ours, object) }
        if let string = theirs as? String {
            return ours.string.map { withoutMarks($0).elementsEqual(withoutMarks(string)) } ?? false
        }
        if theirs is NSNull { return ours.isNull }
        guard let number = theirs as? NSNumber else { return false }
        if let bool = ours.bool { return number.boolValue == bool }
        // Not Foundation's own number: it is parsed as Decimal, and may differ in the last digits.
        return ours.number == Double(ours.text)
    }

    private static func sameObject(_ ours: JSONValue, _ theirs: [String: Any]) -> Bool {
        guard ours.isObject else { return false }
        var names: [String] = []
        ours.document.forEachElement(of: ours.node) { value in
            names.append(ours.document.text(of: value - 1))
            return true
        }
        if names.contains(where: { $0.unicodeScalars.contains(byteOrderMark) }) { return true }
        guard names.allSatisfy({ theirs[$0] != nil }) else { return false }
        // Foundation treats names that differ only by code point as equal.
        guard names.count == theirs.count else { return names.count > theirs.count }
        return names.allSatisfy { name in ours[name].map { same($0, theirs[name] as Any) } ?? false }
    }

    private static let byteOrderMark: Unicode.Scalar = "\u{FEFF}"

    /// Foundation loses a byte order mark that follows an escape.
    private static func withoutMarks(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { $0 != byteOrderMark }
    }

    /// Whether there is a number that Foundation may refuse because it does not fit its types.
    static func hasExtremeNumber(_ document: JSONDocument) -> Bool {
        document.nodes.indices.contains { document.number($0)?.isInfinite == true }
    }
}
