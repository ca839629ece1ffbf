/// A key of a set that cannot be used, and why.
public struct KeyRejection: Sendable, Equatable {
    /// The key's position in the set, from 0.
    public let index: Int
    public let keyID: String?
    /// One sentence for the operator.
    public let reason: String

    public init(index: Int, keyID: String?, reason: String) {
        self.index = index
        self.keyID = keyID
        self.reason = reason
    }
}
