#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Words that are zero until they are set, in memory of their own.
///
/// The system gives that memory page by page, when words are set: millions of them take nothing at the start.
@safe
@usableFromInline
package struct ZeroedWords: ~Copyable {
    @usableFromInline let words: UnsafeMutableBufferPointer<UInt32>

    /// So many words, all zero.
    package init(count: Int) {
        // Only `calloc` can leave the pages untouched.
        let room = unsafe calloc(count, MemoryLayout<UInt32>.stride)
        precondition(unsafe count == 0 || room != nil, "out of memory")
        let start = unsafe room?.bindMemory(to: UInt32.self, capacity: count)
        unsafe words = UnsafeMutableBufferPointer(start: start, count: unsafe start == nil ? 0 : count)
    }

    deinit {
        unsafe free(words.baseAddress)
    }

    /// How many words there are.
    @inlinable
    package var count: Int { unsafe words.count }

    /// The word at a place below ``count``.
    @inlinable
    package subscript(place: Int) -> UInt32 {
        get {
            precondition(place >= 0 && place < count)
            return unsafe words[place]
        }
        nonmutating set {
            precondition(place >= 0 && place < count)
            unsafe words[place] = newValue
        }
    }
}
