extension Array {
    /// A copy whose storage has no spare capacity.
    @inlinable
    package func compacted() -> [Element] {
        var copy: [Element] = []
        copy.reserveCapacity(count)
        copy.append(contentsOf: self)
        return copy
    }
}
