extension Array {
    /// The same elements in storage that is just as large as it needs to be.
    @inlinable
    package func compacted() -> [Element] {
        var copy: [Element] = []
        copy.reserveCapacity(count)
        copy.append(contentsOf: self)
        return copy
    }
}
