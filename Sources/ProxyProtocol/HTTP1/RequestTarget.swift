/// The four forms of a request target (RFC 9112 section 3.2), as offsets.
package enum RequestTarget: Equatable {
    /// Path and query.
    case origin(Range<Int>)
    /// A whole `http` or `https` URL.
    case absolute(AbsoluteURL)
    /// Host and port, as in `CONNECT`.
    case authority(Range<Int>)
    /// `*`, as in `OPTIONS`.
    case asterisk

    /// Nil when the bytes have none of the forms.
    ///
    /// The bytes of `range` are known to have neither white space nor controls.
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
