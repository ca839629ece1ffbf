/// How a request with a claim header from the client is handled.
public enum SpoofedClaimHeaders: String, Sendable, Equatable, CaseIterable {
    /// It is decided like any other; the answer's claim headers replace the client's.
    case replace
    /// It is refused with ``Reason/requestAmbiguous``, even if the header is empty.
    ///
    /// For applications behind a proxy that cannot overwrite every header, such as nginx's `fastcgi_pass`.
    case refuse
}
