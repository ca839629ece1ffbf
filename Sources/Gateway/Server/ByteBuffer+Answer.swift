import Authorization
import NIOCore
import ProxyProtocol

extension ByteBuffer {
    /// Appends one whole answer in a dialect's words.
    mutating func writeAnswer(
        _ status: AnswerStatus,
        _ fields: borrowing AnswerFields,
        _ persistence: Persistence,
        as dialect: Dialect
    ) {
        unsafe writeWithUnsafeMutableBytes(minimumWritableBytes: dialect.maxLength(of: fields)) { room in
            unsafe dialect.write(status, fields, persistence, into: room)
        }
    }
}
