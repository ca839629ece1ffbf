/// A value of the configuration, independent of YAML.
struct Value {
    enum Content {
        case scalar(Scalar)
        case list([Value])
        case mapping([Entry])
    }

    /// A key with its value; no key occurs twice in a mapping.
    struct Entry {
        let key: String
        let location: Diagnostic.Location
        let value: Value
    }

    let location: Diagnostic.Location
    let content: Content

    /// A description for messages.
    var description: String {
        switch content {
        case .list: "a list"
        case .mapping: "a mapping"
        case .scalar(let scalar):
            switch scalar.kind {
            case .text, .legacyBoolean: "text"
            case .integer, .number: "a number"
            case .boolean: "a boolean"
            case .null: "nothing"
            }
        }
    }
}
