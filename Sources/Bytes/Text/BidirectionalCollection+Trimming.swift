extension BidirectionalCollection {
    /// The part without the elements at both ends that satisfy the predicate.
    ///
    /// The caller defines white space, because protocols differ. For bytes of a message, see
    /// ``Swift/Span/trimmed(_:)``.
    @inlinable
    package func trimming(while isTrimmed: (Element) -> Bool) -> SubSequence {
        var part = self[...]
        while let first = part.first, isTrimmed(first) { part.removeFirst() }
        while let last = part.last, isTrimmed(last) { part.removeLast() }
        return part
    }
}
