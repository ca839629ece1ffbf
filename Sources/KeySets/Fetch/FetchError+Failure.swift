import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension FetchError {
    /// What a failed request means to the operator.
    ///
    /// - Parameter proxy: the one that the request was to go through.
    init(failure: any Error, at url: KeyURL, through proxy: HTTPClient.Configuration.Proxy? = nil) {
        if let error = failure as? FetchError {
            self = error
        } else {
            let next = proxy.map { "the proxy \($0.host):\($0.port)" } ?? "\(url.host):\(url.port)"
            self.init("\(url) could not be fetched: \(Self.explain(failure, host: url.host, next: next))")
        }
    }

    /// Whether there was no usable connection in time, for whatever reason.
    static func isConnectTimeout(_ failure: any Error) -> Bool {
        let error = failure as? HTTPClientError
        return error == .connectTimeout || error == .getConnectionFromPoolTimeout
    }

    /// Of a connection that was accepted, and then got no further.
    init(stalledConnectionTo url: KeyURL, through proxy: HTTPClient.Configuration.Proxy?) {
        let words =
            if let proxy {
                "the proxy \(proxy.host):\(proxy.port) accepted the connection, but made none to \(url.host) in time"
            } else if url.isHTTPS {
                "\(url.host):\(url.port) accepted the connection, but there was no TLS handshake in time"
            } else {
                "\(url.host):\(url.port) accepted the connection too late"
            }
        self.init("\(url) could not be fetched: \(words)")
    }

    /// - Parameter next: whom the connection is made to: the host, or the proxy.
    private static func explain(_ failure: any Error, host: String, next: String) -> String {
        switch failure {
        case let error as NIOConnectionError:
            if let attempt = error.connectionErrors.first { return explain(attempt.error, host: host, next: next) }
            return "the name of \(next) could not be resolved"
        case let error as IOError:
            return "\(next) cannot be reached (\(SystemError(error.errnoCode)))"
        // Of one address among several.
        case ChannelError.connectTimeout:
            return explain(HTTPClientError.connectTimeout, host: host, next: next)
        case let error as NIOSSLError:
            return explain(error)
        case let error as BoringSSLError:
            return explain(error)
        case is NIOSSLExtraError:
            return "TLS: the certificate is not for \(host)"
        case let error as HTTPClientError:
            return explain(error, host: host, next: next)
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

    private static func explain(_ error: HTTPClientError, host: String, next: String) -> String {
        switch error {
        case .remoteConnectionClosed: "the connection was closed before the answer was complete"
        case .connectTimeout, .getConnectionFromPoolTimeout:
            "no connection to \(next) in time; a firewall may be dropping the packets"
        case .tlsHandshakeTimeout: "\(next) accepted the connection, but there was no TLS handshake in time"
        case .httpProxyHandshakeTimeout: "\(next) accepted the connection, but made none to \(host) in time"
        case .invalidProxyResponse: "\(next) made no connection to \(host)"
        case .proxyAuthenticationRequired: "\(next) wants a user name and password in its URL"
        case .cancelled: "cancelled"
        default: error.shortDescription
        }
    }
}
