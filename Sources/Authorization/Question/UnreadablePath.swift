/// Why rules cannot match a path.
enum UnreadablePath: Sendable, Equatable {
    case form
    case control
    case percentEncoding
    case encoding
    case mixedEncoding(MixedEncoding)
    case tooManyReadings

    /// A character or segment that a path encodes in two ways.
    enum MixedEncoding: String, Sendable {
        case backslash = "a backslash"
        case semicolon = "a semicolon"
        case slash = "an encoded slash"
        case dots = "a dot segment"
    }

    /// The problem, as a clause about the path.
    var text: String {
        switch self {
        case .form: "it does not begin with /"
        case .control: "it has a space, control character or #"
        case .percentEncoding: "its percent-encoding is invalid"
        case .encoding: "it is not UTF-8"
        case .mixedEncoding(let what): "it encodes \(what.rawValue) in two ways"
        case .tooManyReadings: "it has more than \(PathReader.limit) readings"
        }
    }
}
