package import KeySets

/// How a server learns of keys: the part of a key service that it needs.
package struct KeyFeed: Sendable {
    let subscribe: @Sendable (@escaping @Sendable (KeyUpdate) -> Void) -> Void
    let requestRefresh: @Sendable (Int) -> Void

    /// - Parameters:
    ///   - subscribe: delivers every issuer's present state before it returns, and later states as they come, from any
    ///     thread.
    ///   - requestRefresh: asks for one refresh because of an unknown key; cheap, from any thread. Its outcome must be
    ///     delivered, whatever it is.
    package init(
        subscribe: @escaping @Sendable (@escaping @Sendable (KeyUpdate) -> Void) -> Void,
        requestRefresh: @escaping @Sendable (Int) -> Void
    ) {
        self.subscribe = subscribe
        self.requestRefresh = requestRefresh
    }
}
