/// Why a text is no JWK set at all.
public struct JWKSetError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One sentence for the operator.
    public let message: String

    /// An error with its sentence.
    public init(message: String) {
        self.message = message
    }

    /// The same as ``message``.
    public var description: String { message }
}
