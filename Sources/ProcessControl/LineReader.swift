import Glibc

/// Reads lines from a file descriptor in bounded memory.
package struct LineReader {
    /// The result of ``next()``.
    package enum Next {
        /// A line without its line feed.
        case line([UInt8])
        /// A line of more than ``maxLineLength`` bytes; the rest of it is skipped.
        case tooLong
        /// No complete line is buffered: call ``read()``.
        case needsMore
        /// There are no more lines.
        case end
        /// Reading failed, with the error of the system.
        case failed(String)
    }

    /// The maximum length of a line in bytes: 1 MiB.
    static let maxLineLength = 1 << 20

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var position = 0
    /// How far the current line has been searched for its end.
    private var searched = 0
    private var isSkipping = false
    private var isAtEnd = false
    private var problem: String?

    /// Creates a reader.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Returns the next buffered line.
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

    /// Reads more input, and waits for it.
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
