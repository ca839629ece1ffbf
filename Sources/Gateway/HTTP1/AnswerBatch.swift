import NIOCore

/// Answers of one event loop that are sent together.
typealias AnswerBatch = ByteBatch<Connection>
/// Requests of one event loop that are decided about together.
typealias RequestBatch = ByteBatch<Connection>

/// Bytes of many owners in one buffer, each kept apart from all others.
///
/// Only two things can be done with it: append bytes for an owner, and drain everything. Where an owner's bytes begin and end is
/// nobody else's business, so that no mistake elsewhere can pass one connection's answer to another.
///
/// A class, because a drain passes bytes on to code that may append more, or drain, meanwhile.
final class ByteBatch<Owner: AnyObject> {
    private struct Segment {
        let owner: Owner
        let start: Int
        var end: Int
    }

    private var storage: ByteBuffer
    /// In the order in which they were appended.
    private var segments: [Segment] = []
    /// The first segment that has not been delivered.
    private var next = 0

    init() {
        storage = ByteBufferAllocator().buffer(capacity: 4096)
    }

    /// How many pieces there are; what an owner appends twice in a row is one.
    var count: Int { segments.count - next }

    /// Whether nothing waits.
    var isEmpty: Bool { count == 0 }

    /// The bytes since the batch was last empty.
    var byteCount: Int { storage.writerIndex }

    /// Appends bytes for an owner.
    ///
    /// `write` fills in bytes from the start of its argument, at most `maxLength`, and returns their number.
    @inline(__always)
    func append(for owner: Owner, maxLength: Int, _ write: (UnsafeMutableRawBufferPointer) -> Int) {
        let start = storage.writerIndex
        unsafe storage.writeWithUnsafeMutableBytes(minimumWritableBytes: maxLength) { unsafe write($0) }
        addSegment(owner, start)
    }

    /// Appends a copy of bytes for an owner.
    func append(_ bytes: ByteBuffer, for owner: Owner) {
        let start = storage.writerIndex
        storage.writeImmutableBuffer(bytes)
        addSegment(owner, start)
    }

    private func addSegment(_ owner: Owner, _ start: Int) {
        let end = storage.writerIndex
        if !isEmpty, segments[segments.count - 1].owner === owner {
            segments[segments.count - 1].end = end
        } else {
            segments.append(Segment(owner: owner, start: start, end: end))
        }
    }

    /// Passes every owner its bytes, in the order in which they were appended, until none are left.
    ///
    /// - Parameter deliver: may append more, which comes after what is there, and may drain: the order is the same.
    func drain(_ deliver: (Owner, ByteBuffer) -> Void) {
        while next < segments.count {
            let segment = segments[next]
            next += 1
            guard let bytes = storage.getSlice(at: segment.start, length: segment.end - segment.start) else {
                preconditionFailure("a segment lies outside its buffer")
            }
            deliver(segment.owner, bytes)
        }
        // The storage is used again, unless somebody keeps bytes of it: then there is a new one.
        guard !segments.isEmpty else { return }
        segments.removeAll(keepingCapacity: true)
        next = 0
        storage.clear()
    }
}
