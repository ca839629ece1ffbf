import Logging
import NIOSSL
import Telemetry

/// Log lines about clients that got no connection by TLS.
extension Worker {
    /// Writes a line, unless there have been too many, or the client went away by itself as mere probes do.
    func logFailedHandshake(_ error: any Error, listener: Int) {
        guard case NIOSSLError.handshakeFailed(.sslError(let stack)) = error, let cause = stack.first,
            cause != .eofDuringHandshake, handshakeLimiter.take(now: clock()) != nil
        else { return }
        logger.info(
            "TLS handshake failed",
            metadata: [
                "listener": .string(listeners[listener].address.description),
                "error": .string(Self.words(cause)),
            ]
        )
    }

    /// The library's name for the cause, such as `peer did not return a certificate`, out of a text that has more.
    private static func words(_ cause: BoringSSLInternalError) -> String {
        let text = "\(cause)"
        guard let name = text.firstMatch(of: /:([A-Z0-9_]+)(?: at |$)/) else { return text }
        return name.1.lowercased().replacing("_", with: " ")
    }
}
