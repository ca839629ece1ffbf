/// How far the end of the service has come.
enum Ending {
    case none
    /// Answers end their connections.
    case announced
    /// Quiet connections are closed as well.
    case closing
}
