/// The result of a successful fetch.
struct FetchedKeys: Sendable {
    var keys: CurrentKeySet
    /// The HTTP status of the response.
    var status: Int
    /// The response's max-age in seconds; nil when it has none.
    var maxAge: Double?
    /// Whether the keys are the same as before the fetch.
    var isUnchanged: Bool
}
