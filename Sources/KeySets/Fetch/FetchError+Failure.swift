import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension FetchError {
    /// What a failed request means to the operator.
    init(failure: any Error, at url: KeyURL) {
        if let error = failure as? FetchError {
            self = error
        } else {
            self.init("\(url) could not be fetched: \(Self.explain(failure, host: url.host))")
        }
    }

    private static func explain(_ failure: any Error, host: String) -> String {
        switch failure {
        case let error as NIOConnectionError:
            if let attempt = error.connectionErrors.first { return explain(attempt.error, host: host) }
            return "the name \(host) could not be resolved"
        case let error as IOError:
            return "\(host) cannot be reached (\(SystemError(error.errnoCode)))"
        case let error as NIOSSLError:
            return explain(error)
        case let error as BoringSSLError:
            return explain(error)
        case is NIOSSLExtraError:
            return "TLS: the certificate is not for \(host)"
        case let error as HTTPClientError:
            return explain(error)
        case HTTPParserError.invalidEOFState:
            return "the connection was closed before the answer was complete"
        case is HTTPParserError:
            return "the answer is not HTTP"
        case is CancellationError:
            return "cancelled"
        default:
            return words(of: failure)
        }
    }

    private static func explain(_ error: NIOSSLError) -> String {
        guard case .handshakeFailed(let reason) = error else { return "TLS failed (\(words(of: error)))" }
        return explain(reason)
    }

    private static func explain(_ error: BoringSSLError) -> String {
        let words = words(of: error)
        if words.contains("CERTIFICATE_VERIFY_FAILED") {
            return "TLS: the certificate is not trusted, or expired; name its authority in `ca_file`, or renew it"
        }
        if words.contains("WRONG_VERSION_NUMBER") { return "TLS: the server does not speak TLS there" }
        if words.contains("EOF during handshake") {
            return "TLS: the server closed the connection in the handshake; does it speak TLS there?"
        }
        // The library's own name of the reason, such as TLSV1_ALERT_PROTOCOL_VERSION.
        let reason = words.matches(of: /:([A-Z][A-Z0-9_]+)/).last.map { " (\($0.1))" }
        return "the TLS handshake failed" + (reason ?? "")
    }

    /// An error of a library, without the place in its source that some of them name.
    private static func words(of error: any Error) -> String {
        String(describing: error).replacing(/[ ]at [^ ]+:[0-9]+/, with: "")
    }

    private static func explain(_ error: HTTPClientError) -> String {
        switch error {
        case .remoteConnectionClosed: "the connection was closed before the answer was complete"
        case .connectTimeout: "no connection in time"
        case .tlsHandshakeTimeout: "no TLS handshake in time"
        case .invalidProxyResponse, .httpProxyHandshakeTimeout: "the proxy in HTTPS_PROXY did not open a connection"
        case .proxyAuthenticationRequired: "the proxy in HTTPS_PROXY wants a user name and password in its URL"
        case .cancelled: "cancelled"
        default: error.shortDescription
        }
    }
}
