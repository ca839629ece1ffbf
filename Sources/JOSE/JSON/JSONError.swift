/// Why a text is not the strict JSON that Postern reads, and where.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, in words for people.
    public enum Code: String, Sendable {
        case unexpectedByte = "unexpected byte"
        case unexpectedEnd = "unexpected end"
        case trailingBytes = "bytes after the value"
        case tooDeep = "nested deeper than 32 levels"
        case tooLong = "too long"
        case invalidUTF8 = "invalid UTF-8"
        case invalidEscape = "invalid escape"
        case loneSurrogate = "lone surrogate"
        case invalidNumber = "invalid number"
        case repeatedMember = "repeated member name"
    }

    /// What is wrong.
    public let code: Code
    /// The byte offset at which reading stopped.
    public let offset: Int

    package init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// What is wrong, and where.
    public var description: String {
        "\(code.rawValue) at byte \(offset)"
    }
}
