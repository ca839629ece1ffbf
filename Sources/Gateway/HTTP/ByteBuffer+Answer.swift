import NIOCore

extension ByteBuffer {
    /// Appends one whole answer.
    ///
    /// - Parameter headers: complete lines, each ending in CRLF.
    mutating func writeAnswer(_ status: AnswerStatus, headers: [UInt8], _ persistence: Persistence) {
        writeStaticString(status.opening)
        writeBytes(headers)
        writeStaticString(persistence.ending)
    }
}
