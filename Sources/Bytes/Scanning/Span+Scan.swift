/// Searches in the bytes of a text, eight at a time if that is faster.
extension Span where Element == UInt8 {
    /// The end of the field value that begins at `start`: the first control except tab, or `count`.
    ///
    /// Values have visible characters, spaces, tabs and bytes above ASCII (RFC 9110 section 5.5).
    @inlinable @inline(__always)
    package func endOfFieldText(from start: Int) -> Int {
        var index = endOfText(from: start, floor: 0x20, ceiling: 0xff)
        while index < count, self[index] == UInt8(ascii: "\t") {
            index = endOfText(from: index + 1, floor: 0x20, ceiling: 0xff)
        }
        return index
    }

    /// The position of the first byte from `start` on that is a control or a space, or above ASCII; `count` if there is none.
    @inlinable @inline(__always)
    package func endOfVisibleASCII(from start: Int) -> Int {
        endOfText(from: start, floor: 0x21, ceiling: 0x7f)
    }

    /// The position of the first byte from `start` on that is a control or a space; `count` if there is none.
    @inlinable @inline(__always)
    package func endOfVisible(from start: Int) -> Int {
        endOfText(from: start, floor: 0x21, ceiling: 0xff)
    }

    /// The position of the first byte from `start` on that is below `floor`, above `ceiling`, or DEL.
    ///
    /// - Parameters:
    ///   - start: where to begin.
    ///   - floor: the lowest allowed byte.
    ///   - ceiling: the highest allowed byte, 0x7f or 0xff.
    /// - Returns: the position; `count` if there is none.
    @inlinable @inline(__always)
    func endOfText(from start: Int, floor: UInt8, ceiling: UInt8) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let floors = ones &* UInt64(floor)
        let deletes = ones &* 0x7f
        let highs = ceiling == 0x7f ? ~0 : 0 as UInt64
        // A top bit marks a byte that ends the text. A borrow can only spoil bytes after the first mark.
        func marks(_ word: UInt64) -> UInt64 {
            let delete = word ^ deletes
            return ((word &- floors) & ~word | (delete &- ones) & ~delete | word & highs) & tops
        }
        var index = start
        // Most texts are either short or very long.
        while index <= count - 16, marks(word(at: index)) | marks(word(at: index + 8)) == 0 { index += 16 }
        while index <= count - 8 {
            let found = marks(word(at: index))
            guard found == 0 else { return index + found.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < count {
            let byte = self[index]
            if byte < floor || byte > ceiling || byte == 0x7f { return index }
            index += 1
        }
        return count
    }

    /// The position of the first byte from `start` on that is not a `tchar` (RFC 9110 section 5.6.2).
    @inlinable @inline(__always)
    package func endOfToken(from start: Int) -> Int {
        var index = start
        while index < count, self[index].isToken { index += 1 }
        return index
    }

    /// The position of the first `byte` from `start` on, before `end`; nil when there is none.
    @inlinable @inline(__always)
    package func firstIndex(of byte: UInt8, from start: Int, to end: Int) -> Int? {
        var index = start
        while index < end {
            if self[index] == byte { return index }
            index += 1
        }
        return nil
    }

    /// Whether the bytes from `start` on begin with `text`, which is ASCII.
    @inlinable @inline(__always)
    package func matches(_ text: StaticString, at start: Int) -> Bool {
        guard start <= count - text.utf8CodeUnitCount else { return false }
        for offset in 0..<text.utf8CodeUnitCount {
            // The text has this many bytes.
            let letter = unsafe text.utf8Start[offset]
            guard self[start + offset] == letter else { return false }
        }
        return true
    }

    /// The part of `range` without the spaces and tabs at its ends: OWS of RFC 9110 section 5.6.3.
    @inlinable @inline(__always)
    package func trimmed(_ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, self[lower].isOptionalWhiteSpace { lower += 1 }
        while lower < upper, self[upper - 1].isOptionalWhiteSpace { upper -= 1 }
        return lower..<upper
    }
}
