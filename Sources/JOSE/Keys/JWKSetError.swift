/// Why a text is not a JWK set.
public struct JWKSetError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One sentence for the operator.
    public let message: String

    /// Creates an error.
    public init(message: String) {
        self.message = message
    }

    /// The same as ``message``.
    public var description: String { message }
}
