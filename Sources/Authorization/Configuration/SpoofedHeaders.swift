/// What becomes of a request whose headers have an alias of a claim header, such as `X_Auth_Subject`.
///
/// Many applications read `X-Auth-Subject` and `X_Auth_Subject` as one name, while proxies overwrite the exact one only.
public enum SpoofedHeaders: String, Sendable, Equatable, CaseIterable {
    /// The request is refused, ``JOSE/Reason/requestAmbiguous``.
    case refuse
    case ignore
}
