/// Why a text is no JWK set at all.
public struct JWKSetError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One sentence for the operator.
    public let message: String

    public init(message: String) {
        self.message = message
    }

    public var description: String { message }
}
