/// A file that the configuration names.
struct ReferencedFile: Sendable, Equatable {
    /// The absolute path.
    let path: String
    /// The key that names it, such as `listeners[0].tls.certificate`.
    let field: String
    let location: Diagnostic.Location
}
