import Bytes

/// An `http` or `https` URL, split into its authority and its origin form (RFC 9110 section 4.2), as offsets.
package struct AbsoluteURL: Equatable {
    /// The host and an optional port; never empty, never with userinfo.
    package let authority: Range<Int>
    /// Path and query, starting with a slash; nil if there is a query without a path.
    package let origin: Range<Int>?

    /// Parses the bytes; nil if they are not such a URL.
    package init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let end = range.upperBound
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":"), from: range.lowerBound, to: end) else { return nil }
        let scheme = range.lowerBound..<colon
        guard Self.http.matches(bytes, scheme) || Self.https.matches(bytes, scheme) else { return nil }
        let start = colon + 3
        guard start <= end, bytes[colon + 1] == UInt8(ascii: "/"), bytes[colon + 2] == UInt8(ascii: "/") else {
            return nil
        }
        var authorityEnd = start
        while authorityEnd < end {
            let byte = bytes[authorityEnd]
            if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") { break }
            authorityEnd += 1
        }
        guard HostSyntax.isValid(bytes, start..<authorityEnd) else { return nil }
        authority = start..<authorityEnd
        if authorityEnd == end {
            // An empty path means `/` (RFC 9110 section 4.2.3); the slash before the authority is used for it.
            origin = colon + 2..<start
        } else if bytes[authorityEnd] == UInt8(ascii: "/") {
            origin = authorityEnd..<end
        } else if bytes[authorityEnd] == UInt8(ascii: "?") {
            origin = nil
        } else {
            return nil
        }
    }

    private static let http = CaseInsensitiveName("http")
    private static let https = CaseInsensitiveName("https")
}
