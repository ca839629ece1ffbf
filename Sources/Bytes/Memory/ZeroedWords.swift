#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Words that are zero until they are set, in separate memory.
///
/// The system allocates that memory page by page, when words are set: millions of zero words take no memory.
@safe
@usableFromInline
package struct ZeroedWords: ~Copyable {
    @usableFromInline let words: UnsafeMutableBufferPointer<UInt32>

    /// Creates words that are all zero.
    package init(count: Int) {
        // Only `calloc` leaves the pages untouched.
        let memory = unsafe calloc(count, MemoryLayout<UInt32>.stride)
        precondition(unsafe count == 0 || memory != nil, "out of memory")
        let start = unsafe memory?.bindMemory(to: UInt32.self, capacity: count)
        unsafe words = UnsafeMutableBufferPointer(start: start, count: unsafe start == nil ? 0 : count)
    }

    deinit {
        unsafe free(words.baseAddress)
    }

    /// The number of words.
    @inlinable
    package var count: Int { unsafe words.count }

    /// The word at an index below ``count``.
    @inlinable
    package subscript(index: Int) -> UInt32 {
        get {
            precondition(index >= 0 && index < count)
            return unsafe words[index]
        }
        nonmutating set {
            precondition(index >= 0 && index < count)
            unsafe words[index] = newValue
        }
    }
}
