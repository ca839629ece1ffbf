import NIOCore

extension ByteBuffer {
    /// Appends one whole answer.
    ///
    /// - Parameter headers: complete lines, each ending in CRLF.
    mutating func writeAnswer(_ status: AnswerStatus, headers: [UInt8], _ persistence: Persistence) {
        let opening = status.opening
        let ending = persistence.ending
        let length = opening.utf8CodeUnitCount + headers.count + ending.utf8CodeUnitCount
        // One check of the room for all parts.
        unsafe writeWithUnsafeMutableBytes(minimumWritableBytes: length) { room in
            let start = opening.utf8CodeUnitCount
            unsafe room.copyMemory(from: UnsafeRawBufferPointer(start: opening.utf8Start, count: start))
            unsafe headers.withUnsafeBytes { headers in
                unsafe UnsafeMutableRawBufferPointer(rebasing: room[start...]).copyMemory(from: headers)
            }
            unsafe UnsafeMutableRawBufferPointer(rebasing: room[(start + headers.count)...])
                .copyMemory(from: UnsafeRawBufferPointer(start: ending.utf8Start, count: ending.utf8CodeUnitCount))
            return length
        }
    }
}
