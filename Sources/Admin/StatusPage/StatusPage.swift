import Crypto
import Foundation

/// The status page at `/`: self-contained HTML that polls `/status.json`.
///
/// Its three source files are embedded in the executable.
enum StatusPage {
    private static let style = String(decoding: PackageResources.status_css, as: UTF8.self)
    private static let script = String(decoding: PackageResources.status_js, as: UTF8.self)

    /// The HTML.
    static let bytes = Array(
        String(decoding: PackageResources.status_html, as: UTF8.self)
            .replacing("/*status.css*/", with: style)
            .replacing("/*status.js*/", with: script)
            .utf8
    )

    /// Allows only the page's own script, style and requests; Trusted Types keep text from becoming markup.
    static let contentSecurityPolicy = [
        "default-src 'none'", "script-src '\(hash(script))'", "style-src '\(hash(style))'", "connect-src 'self'",
        "img-src data:", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ].joined(separator: "; ")

    private static func hash(_ text: String) -> String {
        "sha256-" + Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
    }
}
