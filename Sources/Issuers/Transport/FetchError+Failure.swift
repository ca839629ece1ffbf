import AsyncHTTPClient
import Bytes
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension FetchError {
    /// Explains a failed request to the operator.
    init(failure: any Error, at url: KeyURL, by route: FetchRoute = FetchRoute()) {
        if let error = failure as? FetchError {
            self = error
            return
        }
        if let proxy = route.proxy {
            let text =
                Self.explain(failure, by: proxy, to: url.host)
                ?? "\(Self.explain(failure, url, route)) (through \(proxy.name))"
            self.init("\(url) could not be fetched: \(text)")
        } else {
            self.init("\(url) could not be fetched: \(Self.explain(failure, url, route))")
        }
    }

    /// Whether there was no usable connection in time, for any reason.
    static func isConnectTimeout(_ failure: any Error) -> Bool {
        let error = failure as? HTTPClientError
        return error == .connectTimeout || error == .getConnectionFromPoolTimeout
    }

    /// For a connection that was accepted and then made no progress.
    init(stalledConnectionTo url: KeyURL, through proxy: HTTPSProxy?) {
        let text =
            if let proxy {
                "\(proxy.name) accepted the connection, but did not connect to \(url.host) in time"
            } else if url.isHTTPS {
                "\(url.host):\(url.port) accepted the connection, but did not complete the TLS handshake in time"
            } else {
                "\(url.host):\(url.port) accepted the connection too late"
            }
        self.init("\(url) could not be fetched: \(text)")
    }

    private static func noConnection(to peer: String) -> String {
        "no connection to \(peer) in time; a firewall may be dropping the packets"
    }

    /// The failure if it is the proxy's own; nil if it may be the server's.
    private static func explain(_ failure: any Error, by proxy: HTTPSProxy, to host: String) -> String? {
        switch failure {
        case let error as NIOConnectionError:
            switch error.connectionErrors.first?.error {
            case nil: return "the name of \(proxy.name) could not be resolved"
            case let error as IOError: return "\(proxy.name) cannot be reached (\(SystemError(error.errnoCode)))"
            default: return noConnection(to: proxy.name)
            }
        case let error as HTTPClientError:
            switch error {
            case .connectTimeout, .getConnectionFromPoolTimeout: return noConnection(to: proxy.name)
            case .invalidProxyResponse: return "\(proxy.name) did not connect to \(host)"
            case .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
                return "\(proxy.name) accepted the connection, but made none to \(host) in time"
            case .proxyAuthenticationRequired: return "\(proxy.name) requires a user name and password in its URL"
            default: return nil
            }
        default:
            // The module of these errors is not imported here.
            guard String(reflecting: type(of: failure)).hasPrefix("NIOSOCKS.") else { return nil }
            return "\(proxy.name) did not connect to \(host) (\(text(of: failure)))"
        }
    }

    private static func explain(_ failure: any Error, _ url: KeyURL, _ route: FetchRoute) -> String {
        switch failure {
        case let error as NIOConnectionError:
            if let attempt = error.connectionErrors.first { return explain(attempt.error, url, route) }
            return "the name \(url.host) could not be resolved"
        case let error as IOError:
            return "\(url.host):\(url.port) cannot be reached (\(SystemError(error.errnoCode)))"
        // For one address among several.
        case ChannelError.connectTimeout:
            return noConnection(to: "\(url.host):\(url.port)")
        case let error as NIOSSLError:
            guard case .handshakeFailed(let reason) = error else { return "TLS failed (\(text(of: error)))" }
            return explain(reason, route)
        case let error as BoringSSLError:
            return explain(error, route)
        case is NIOSSLExtraError:
            return "TLS: the certificate is not for \(url.host)"
        case let error as HTTPClientError:
            return explain(error, url)
        case HTTPParserError.invalidEOFState:
            return "the connection was closed before the response was complete"
        case is HTTPParserError:
            return "the response is not HTTP"
        case is CancellationError:
            return "cancelled"
        default:
            return text(of: failure)
        }
    }

    private static func explain(_ error: BoringSSLError, _ route: FetchRoute) -> String {
        let text = text(of: error)
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            let store = route.trust.map { " by \($0)" } ?? ""
            return "TLS: the certificate is not trusted\(store), or expired; "
                + "set `ca_file` to its CA certificate, or renew it"
        }
        if text.contains("WRONG_VERSION_NUMBER") { return "TLS: the server does not use TLS on that port" }
        if text.contains("EOF during handshake") {
            return "TLS: the server closed the connection during the handshake; does it use TLS on that port?"
        }
        // The library's name for the reason, such as TLSV1_ALERT_PROTOCOL_VERSION.
        let reason = text.matches(of: /:([A-Z][A-Z0-9_]+)/).last.map { " (\($0.1))" }
        return "the TLS handshake failed" + (reason ?? "")
    }

    /// The error of a library, without the source location that some contain.
    private static func text(of error: any Error) -> String {
        String(describing: error).replacing(/[ ]at [^ ]+:[0-9]+/, with: "")
    }

    private static func explain(_ error: HTTPClientError, _ url: KeyURL) -> String {
        switch error {
        case .remoteConnectionClosed: "the connection was closed before the response was complete"
        case .connectTimeout, .getConnectionFromPoolTimeout: noConnection(to: "\(url.host):\(url.port)")
        case .tlsHandshakeTimeout:
            "\(url.host):\(url.port) accepted the connection, but did not complete the TLS handshake in time"
        case .cancelled: "cancelled"
        default: error.shortDescription
        }
    }
}
