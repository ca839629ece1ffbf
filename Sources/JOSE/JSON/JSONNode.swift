/// One value, or one member name, in a parsed document: where its text stands.
///
/// Nodes lie in the order of the text. An object's children are name, value, name, value, …; an array's are its elements.
package struct JSONNode: Sendable, Equatable {
    package enum Kind: UInt8, Sendable {
        case object, array, string, number, `true`, `false`, null
    }

    package var kind: Kind
    /// Whether a string has a backslash escape, so that its text is not its value.
    package var isEscaped = false
    /// The text's first byte; for a string, the one after its quote.
    package var start: UInt32
    /// One past the text's last byte; for a string, its closing quote.
    package var end: UInt32
    /// The number of the node after this one and all below it.
    package var next: UInt32

    package var range: Range<Int> {
        Int(start)..<Int(end)
    }
}
