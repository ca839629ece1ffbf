/// How CORS preflights are handled: `OPTIONS` with `Origin` and `Access-Control-Request-Method` (Fetch, section 3.2).
///
/// Browsers send them without credentials, and anyone can send them without a browser.
public enum CORSPreflight: String, Sendable, Equatable, CaseIterable {
    /// Like every other request.
    case judge
    /// They are allowed without a token and with empty claim headers, unless a rule denies the request.
    case allow
}
