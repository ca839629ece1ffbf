/// Why a text is not strict JSON, and where.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong; the raw value is a message.
    public enum Code: String, Sendable {
        /// A byte that is not allowed at its position.
        case unexpectedByte = "unexpected byte"
        /// The text ends too early.
        case unexpectedEnd = "unexpected end"
        /// Something other than white space follows the value.
        case trailingBytes = "bytes after the value"
        /// Containers are nested too deeply.
        case tooDeep = "nested deeper than 32 levels"
        /// The text has 2 GiB or more.
        case tooLong = "too long"
        /// A byte sequence that is not UTF-8 (RFC 3629).
        case invalidUTF8 = "invalid UTF-8"
        /// A backslash escape that JSON does not define.
        case invalidEscape = "invalid escape"
        /// An escaped surrogate without its other half.
        case loneSurrogate = "lone surrogate"
        /// A number that JSON does not allow.
        case invalidNumber = "invalid number"
        /// An object has two members with the same name (RFC 7493 section 2.3).
        case repeatedMember = "repeated member name"
    }

    /// What is wrong.
    public let code: Code
    /// The byte offset at which reading stopped.
    public let offset: Int

    /// Creates an error at a byte offset.
    package init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// The message with the byte offset.
    public var description: String {
        "\(code.rawValue) at byte \(offset)"
    }
}
