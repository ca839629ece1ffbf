/// What becomes of a request that brings a claim header itself.
public enum SpoofedClaimHeaders: String, Sendable, Equatable, CaseIterable {
    /// It is decided as any other; the answer's own claim headers replace the client's.
    case replace
    /// It is refused, ``JOSE/Reason/requestAmbiguous``, even where the header is empty.
    ///
    /// For applications behind a proxy that cannot overwrite every header, such as nginx's `fastcgi_pass`.
    case refuse
}
