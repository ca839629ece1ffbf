package import Authorization
import Bytes
import JOSE

/// What `postern check` tells about one issuer's keys.
package struct KeyReport {
    let status: IssuerStatus

    package init(_ status: IssuerStatus) {
        self.status = status
    }

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

    /// What comes of an issuer without a usable key: one that is asked over the network may have some later.
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

    /// A text from outside, without what could end a line, move a terminal's cursor or turn its text around;
    /// log lines and `explain` show the same.
    private static func printable(_ text: String) -> String {
        text.withInvisiblesEscaped
    }
}
