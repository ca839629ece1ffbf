/// What a good fetch brought.
struct FetchedKeys: Sendable {
    var keys: HeldKeys
    /// The HTTP status of the answer.
    var status: Int
    /// In seconds; nil when the answer named none.
    var maxAge: Double?
    /// Whether the keys are the ones that were held before.
    var isUnchanged: Bool
}
