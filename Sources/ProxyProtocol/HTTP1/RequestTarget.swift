/// The four forms of a request target (RFC 9112 section 3.2), as offsets.
package enum RequestTarget: Equatable {
    /// Origin form: path and query.
    case origin(Range<Int>)
    /// Absolute form: an `http` or `https` URL.
    case absolute(AbsoluteURL)
    /// Authority form: host and port, as in `CONNECT`.
    case authority(Range<Int>)
    /// Asterisk form: `*`, as in `OPTIONS`.
    case asterisk

    /// Parses a target without white space and controls; nil if it has none of the forms.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard let first = range.first.map({ bytes[$0] }) else { return nil }
        if first == UInt8(ascii: "/") {
            self = .origin(range)
        } else if first == UInt8(ascii: "*"), range.count == 1 {
            self = .asterisk
        } else if let url = AbsoluteURL(bytes, range) {
            self = .absolute(url)
        } else if HostSyntax.hasHostAndPort(bytes, range) {
            self = .authority(range)
        } else {
            return nil
        }
    }
}
