/// Why a path has no readings that rules could judge.
enum PathProblem: Error, Equatable {
    case form
    case control
    case percentEncoding
    case encoding
    case mixedSpelling(String)
    case tooManyReadings

    /// What is wrong, as a clause about the path.
    var text: String {
        switch self {
        case .form: "it does not begin with /"
        case .control: "it has a space, control character or #"
        case .percentEncoding: "its percent-encoding is broken"
        case .encoding: "it is not UTF-8"
        case .mixedSpelling(let what): "it spells \(what) in two ways"
        case .tooManyReadings: "it can be read in more than \(PathReadings.limit) ways"
        }
    }
}
