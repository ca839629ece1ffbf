/// The position of one value or member name in a parsed document.
///
/// Nodes are in the order of the text. An object's children are name, value, name, value, …; an array's are its elements.
package struct JSONNode: Sendable, Equatable {
    /// The type of a JSON value; member names are strings.
    package enum Kind: UInt8, Sendable {
        /// An object or an array.
        case object, array
        /// A string or a number.
        case string, number
        /// A literal name.
        case `true`, `false`, null
    }

    /// The type of the value.
    package let kind: Kind
    /// Whether a string has a backslash escape, so that its text is not its value.
    package let isEscaped: Bool
    /// The text's first byte; for a string, the one after its quote.
    package let start: UInt32
    /// One past the text's last byte; for a string, its closing quote.
    package internal(set) var end: UInt32
    /// The number of the node after this one and all below it.
    package internal(set) var next: UInt32 = 0

    /// Both offsets are below 2^31: the reader takes no longer text.
    init(kind: Kind, isEscaped: Bool = false, start: Int, end: Int) {
        self.kind = kind
        self.isEscaped = isEscaped
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
    }

    /// The range of the text; for a string, without its quotes.
    package var range: Range<Int> {
        Int(start)..<Int(end)
    }
}
