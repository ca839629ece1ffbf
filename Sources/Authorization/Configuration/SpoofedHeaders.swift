/// How a request with an alias of a claim header, such as `X_Auth_Subject`, is handled.
///
/// Many applications treat `X-Auth-Subject` and `X_Auth_Subject` as one name, but proxies overwrite only the exact one.
public enum SpoofedHeaders: String, Sendable, Equatable, CaseIterable {
    /// The request is refused with ``Reason/requestAmbiguous``.
    case refuse
    /// The alias is ignored.
    case ignore
}
