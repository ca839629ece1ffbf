/// A key of a set that cannot be used, and why.
public struct KeyRejection: Sendable, Equatable {
    /// The key's position in the set, from 0.
    public let index: Int
    /// The key's `kid`; nil when it is absent or not a string.
    public let keyID: String?
    /// One sentence for the operator.
    public let reason: String

    /// Creates a rejection of the key at a position.
    public init(index: Int, keyID: String?, reason: String) {
        self.index = index
        self.keyID = keyID
        self.reason = reason
    }
}
