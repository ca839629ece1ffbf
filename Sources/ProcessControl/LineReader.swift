import Glibc

/// Reads lines from a descriptor in bounded memory.
package struct LineReader {
    package enum Next {
        case line([UInt8])
        /// A line over ``maxLineLength`` bytes; what remains of it is skipped.
        case tooLong
        /// Nothing whole is left: call ``read()``, which waits.
        case needsMore
        case end
        case failed(String)
    }

    static let maxLineLength = 1 << 20

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var position = 0
    /// How far the present line was searched for its end.
    private var searched = 0
    private var isSkipping = false
    private var isAtEnd = false
    private var problem: String?

    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    package mutating func next() -> Next {
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = position..<end
                position = end + 1
                searched = position
                if isSkipping {
                    isSkipping = false
                    continue
                }
                return line.count > Self.maxLineLength ? .tooLong : .line(Array(buffer[line]))
            }
            searched = buffer.count
            let left = buffer.count - position
            if left > Self.maxLineLength || isSkipping {
                let isNew = !isSkipping
                isSkipping = true
                buffer.removeAll(keepingCapacity: true)
                position = 0
                searched = 0
                if isNew { return .tooLong }
            }
            if let problem { return .failed(problem) }
            guard isAtEnd else { return .needsMore }
            guard left > 0, !isSkipping else { return .end }
            defer { position = buffer.count }
            return .line(Array(buffer[position...]))
        }
    }

    /// Waits for more input.
    package mutating func read() {
        buffer.removeFirst(position)
        searched -= position
        position = 0
        let chunk = 64 * 1024
        let kept = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: chunk))
        var count = 0
        repeat {
            count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe Glibc.read(descriptor, bytes.baseAddress?.advanced(by: kept), chunk)
            }
        } while count < 0 && errno == EINTR
        if count < 0 { problem = unsafe String(cString: strerror(errno)) }
        if count == 0 { isAtEnd = true }
        buffer.removeLast(chunk - max(count, 0))
    }
}
