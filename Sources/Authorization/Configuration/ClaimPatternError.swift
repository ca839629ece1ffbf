/// Why a text is not a ``ClaimPattern``, and where.
public struct ClaimPatternError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One clause for the operator.
    public let message: String
    /// The position in the pattern, in Unicode scalars from 0.
    public let offset: Int

    init(_ message: String, at offset: Int) {
        self.message = message
        self.offset = offset
    }

    /// The message with the position, counted from 1.
    public var description: String {
        "\(message), at character \(offset + 1)"
    }
}
