/// What becomes of CORS preflights: `OPTIONS` with `Origin` and `Access-Control-Request-Method` (Fetch, section 3.2).
///
/// Browsers send them without credentials, and anybody can send them without a browser.
public enum CORSPreflight: String, Sendable, Equatable, CaseIterable {
    /// As every other request.
    case judge
    /// They pass without a token and with empty claim headers, unless a rule denies the request.
    case allow
}
