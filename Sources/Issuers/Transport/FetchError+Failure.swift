import AsyncHTTPClient
import Bytes
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension FetchError {
    /// What a failed request means to the operator.
    init(failure: any Error, at url: KeyURL, by route: FetchRoute = FetchRoute()) {
        if let error = failure as? FetchError {
            self = error
            return
        }
        if let proxy = route.proxy {
            let words =
                Self.explain(failure, by: proxy, to: url.host)
                ?? "\(Self.explain(failure, url, route)) (through \(proxy.name))"
            self.init("\(url) could not be fetched: \(words)")
        } else {
            self.init("\(url) could not be fetched: \(Self.explain(failure, url, route))")
        }
    }

    /// Whether there was no usable connection in time, for whatever reason.
    static func isConnectTimeout(_ failure: any Error) -> Bool {
        let error = failure as? HTTPClientError
        return error == .connectTimeout || error == .getConnectionFromPoolTimeout
    }

    /// Of a connection that was accepted, and then got no further.
    init(stalledConnectionTo url: KeyURL, through proxy: HTTPSProxy?) {
        let words =
            if let proxy {
                "\(proxy.name) accepted the connection, but made none to \(url.host) in time"
            } else if url.isHTTPS {
                "\(url.host):\(url.port) accepted the connection, but there was no TLS handshake in time"
            } else {
                "\(url.host):\(url.port) accepted the connection too late"
            }
        self.init("\(url) could not be fetched: \(words)")
    }

    private static func noConnection(to party: String) -> String {
        "no connection to \(party) in time; a firewall may be dropping the packets"
    }

    /// Failures that are the proxy's own; nil for those that may be the server's.
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
            case .invalidProxyResponse: return "\(proxy.name) made no connection to \(host)"
            case .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
                return "\(proxy.name) accepted the connection, but made none to \(host) in time"
            case .proxyAuthenticationRequired: return "\(proxy.name) wants a user name and password in its URL"
            default: return nil
            }
        default:
            // The module of these errors is none that is imported here.
            guard String(reflecting: type(of: failure)).hasPrefix("NIOSOCKS.") else { return nil }
            return "\(proxy.name) made no connection to \(host) (\(words(of: failure)))"
        }
    }

    private static func explain(_ failure: any Error, _ url: KeyURL, _ route: FetchRoute) -> String {
        switch failure {
        case let error as NIOConnectionError:
            if let attempt = error.connectionErrors.first { return explain(attempt.error, url, route) }
            return "the name \(url.host) could not be resolved"
        case let error as IOError:
            return "\(url.host):\(url.port) cannot be reached (\(SystemError(error.errnoCode)))"
        // Of one address among several.
        case ChannelError.connectTimeout:
            return noConnection(to: "\(url.host):\(url.port)")
        case let error as NIOSSLError:
            guard case .handshakeFailed(let reason) = error else { return "TLS failed (\(words(of: error)))" }
            return explain(reason, route)
        case let error as BoringSSLError:
            return explain(error, route)
        case is NIOSSLExtraError:
            return "TLS: the certificate is not for \(url.host)"
        case let error as HTTPClientError:
            return explain(error, url)
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

    private static func explain(_ error: BoringSSLError, _ route: FetchRoute) -> String {
        let words = words(of: error)
        if words.contains("CERTIFICATE_VERIFY_FAILED") {
            let store = route.trust.map { " by \($0)" } ?? ""
            return "TLS: the certificate is not trusted\(store), or expired; "
                + "name its authority in `ca_file`, or renew it"
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

    private static func explain(_ error: HTTPClientError, _ url: KeyURL) -> String {
        switch error {
        case .remoteConnectionClosed: "the connection was closed before the answer was complete"
        case .connectTimeout, .getConnectionFromPoolTimeout: noConnection(to: "\(url.host):\(url.port)")
        case .tlsHandshakeTimeout:
            "\(url.host):\(url.port) accepted the connection, but there was no TLS handshake in time"
        case .cancelled: "cancelled"
        default: error.shortDescription
        }
    }
}
