internal import Bytes

/// The edges of a trie, in one hash table for all nodes.
///
/// A key is a node, a shape and the bytes that the shape compares.
struct SegmentTable {
    /// Which bytes of a segment are compared: the lengths of its prefix and its suffix.
    struct Shape: Hashable {
        let prefix: Int
        /// Nil for a literal segment, whose prefix is the whole segment.
        let suffix: Int?

        /// All bytes of a segment with this length.
        @inline(__always)
        static func literal(_ length: Int) -> Shape {
            Shape(prefix: length, suffix: nil)
        }

        /// Whether a segment of this length can have the shape.
        @inline(__always)
        func fits(_ length: Int) -> Bool {
            suffix.map { length >= prefix + $0 } ?? (length == prefix)
        }
    }

    private struct Entry {
        let node: Int
        let shape: Shape
        /// The offset of the compared bytes in the pool.
        let start: Int
        let value: Int
    }

    private var entries: [Entry] = []
    private var pool: [UInt8] = []
    private var slots = [Int32](repeating: -1, count: 8)

    var isEmpty: Bool { entries.isEmpty }

    /// Inserts an edge with a new key; `bytes` are the shape's prefix and suffix, joined.
    mutating func insert(_ value: Int, at node: Int, _ shape: Shape, _ bytes: [UInt8]) {
        entries.append(Entry(node: node, shape: shape, start: pool.count, value: value))
        pool += bytes
        if entries.count * 2 > slots.count {
            slots = [Int32](repeating: -1, count: slots.count * 2)
            for number in entries.indices { place(number) }
        } else {
            place(entries.count - 1)
        }
    }

    private mutating func place(_ number: Int) {
        let entry = entries[number]
        let prefix = entry.start..<entry.start + entry.shape.prefix
        let suffix = prefix.upperBound..<prefix.upperBound + (entry.shape.suffix ?? 0)
        var slot = Self.hash(entry.node, entry.shape, pool.span, prefix, suffix).slot(slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(number)
    }

    /// The value for a segment of a text, whose length fits the shape.
    func find(at node: Int, _ shape: Shape, _ text: Span<UInt8>, _ segment: Range<Int>) -> Int? {
        let prefix = segment.lowerBound..<segment.lowerBound + shape.prefix
        let suffix = segment.upperBound - (shape.suffix ?? 0)..<segment.upperBound
        var slot = Self.hash(node, shape, text, prefix, suffix).slot(slots.count - 1)
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if entry.node == node, entry.shape == shape, equal(entry.start, text, prefix),
                equal(entry.start + shape.prefix, text, suffix)
            {
                return entry.value
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func equal(_ start: Int, _ text: Span<UInt8>, _ part: Range<Int>) -> Bool {
        for offset in 0..<part.count where pool[start + offset] != text[part.lowerBound + offset] { return false }
        return true
    }

    private static func hash(
        _ node: Int,
        _ shape: Shape,
        _ text: Span<UInt8>,
        _ prefix: Range<Int>,
        _ suffix: Range<Int>
    ) -> ByteHash {
        var hash = ByteHash()
        for shift in stride(from: 0, to: 32, by: 8) { hash.combine(UInt8(truncatingIfNeeded: node >> shift)) }
        hash.combine(UInt8(truncatingIfNeeded: shape.suffix ?? -1))
        hash.combine(text, prefix)
        hash.combine(text, suffix)
        return hash
    }
}
