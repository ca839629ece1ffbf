import Glibc
import NIOCore

/// The socket of a connection without TLS, to send answers past the channel's queue.
///
/// Queueing, flushing and taking off again costs about as much as parsing and deciding do, and an answer nearly always fits into
/// the socket's buffer at once. What does not fit goes through the channel. Good while the channel is active: then its
/// descriptor is open and its own.
struct PlainSocket {
    private let descriptor: NIOBSDSocket.Handle

    init(descriptor: NIOBSDSocket.Handle) {
        self.descriptor = descriptor
    }

    /// Nil for channels without a socket.
    init?(of channel: any Channel) {
        let found = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(
            of: NIOBSDSocket.Handle.self,
            { $0 }
        )
        guard let descriptor = found else { return nil }
        self.descriptor = descriptor
    }

    /// Sends as many bytes as the system takes at once.
    ///
    /// - Returns: their number; 0 also when the connection is broken, which the channel finds out in its own way.
    func send(_ bytes: borrowing ByteBuffer) -> Int {
        let sent = unsafe bytes.withUnsafeReadableBytes { bytes in
            unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        }
        return max(0, sent)
    }
}
