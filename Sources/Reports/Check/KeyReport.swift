package import Authorization
import Bytes
import JOSE

/// The text that `postern check` prints about the keys of one issuer.
package struct KeyReport {
    let status: IssuerStatus

    /// Creates the report of a status.
    package init(_ status: IssuerStatus) {
        self.status = status
    }

    /// The text, several lines.
    package var text: String {
        var lines = ["", "issuer \(Self.printable(status.issuer))"]
        lines.append("  keys from   \(Self.printable(status.keysURL ?? status.source)) (\(origin))")
        if let status = status.lastStatus { lines.append("  status      \(status)") }
        if let error = status.lastError { lines.append("  failed      \(Self.printable(error))") }
        if let seconds = status.freshnessLifetime { lines.append("  lifetime    \(Int(seconds)) s (\(maxAge))") }
        for key in status.keys {
            lines.append("  usable      \(Self.name(key.keyID)): \(key.summary), \(key.algorithms.joinedNames)")
        }
        for rejection in status.rejections {
            lines.append("  not usable  \(Self.name(rejection.keyID)): \(Self.printable(rejection.reason))")
        }
        for warning in status.warnings { lines.append("  warning     \(Self.printable(warning))") }
        if status.keys.isEmpty { lines.append("  no usable key: \(consequence)") }
        return lines.joined(separator: "\n")
    }

    private var origin: String {
        switch status.origin {
        case .configured: "as configured"
        case .discovery where status.keysURL == nil: "the discovery document"
        case .discovery: "found through discovery at \(Self.printable(status.source))"
        case .file: "a file"
        }
    }

    /// The effect of an issuer without usable keys; keys from a URL may still come later.
    private var consequence: String {
        status.origin == .file ? "the service would not start" : "its tokens would be answered 503"
    }

    private var maxAge: String {
        guard let maxAge = status.maxAge else { return "keys.refresh; the response has no max-age" }
        return Int(exactly: maxAge).map { "the response's max-age is \($0) s" } ?? "the response's max-age is infinite"
    }

    private static func name(_ keyID: String?) -> String {
        keyID.map { "kid \(printable($0))" } ?? "without kid"
    }

    /// A text from outside with line feeds, terminal controls and bidirectional controls escaped, as in log lines and `explain`.
    private static func printable(_ text: String) -> String {
        text.withInvisiblesEscaped
    }
}
