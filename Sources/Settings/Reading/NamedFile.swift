/// A file that the configuration names.
struct NamedFile: Sendable, Equatable {
    /// From the root.
    let path: String
    /// What it is for, such as `listeners[0].tls.certificate`.
    let field: String
    let location: Diagnostic.Location
}
