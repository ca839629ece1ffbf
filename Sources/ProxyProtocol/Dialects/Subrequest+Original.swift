import Authorization
import Bytes

/// Sets the original request for the dialects that read header fields.
extension Subrequest {
    /// Marks the original request as ambiguous; none of its parts is used.
    mutating func setAmbiguous() {
        method = nil
        host = nil
        target = .ambiguous
    }

    /// Sets an original request from separate parts.
    mutating func setOriginal(
        method: Range<Int>?,
        host: Range<Int>?,
        origin: Range<Int>?,
        in bytes: Span<UInt8>
    ) {
        if let host, !HostSyntax.isValid(bytes, host) { return setAmbiguous() }
        // The asterisk form of `OPTIONS *` has no path (RFC 9112 section 3.2.4).
        let isAsterisk = origin.map { $0.count == 1 && bytes[$0.lowerBound] == UInt8(ascii: "*") } ?? false
        let origin = isAsterisk ? nil : origin
        if let origin, !OriginForm.isValid(bytes, origin) { return setAmbiguous() }
        if let method, !Self.isMethod(bytes, method) { return setAmbiguous() }
        self.method = method
        self.host = host
        target = origin.map { .origin($0) } ?? .absent
    }

    /// Sets an original request from one absolute URL.
    mutating func setOriginal(method: Range<Int>?, absolute: Range<Int>, in bytes: Span<UInt8>) {
        guard let url = AbsoluteURL(bytes, absolute), let origin = url.origin, OriginForm.isValid(bytes, origin) else {
            return setAmbiguous()
        }
        if let method, !Self.isMethod(bytes, method) { return setAmbiguous() }
        self.method = method
        host = url.authority
        target = .origin(origin)
    }

    /// Whether a part is a single method (RFC 9110 section 9.1).
    private static func isMethod(_ bytes: Span<UInt8>, _ part: Range<Int>) -> Bool {
        part.allSatisfy { bytes[$0].isToken }
    }
}
