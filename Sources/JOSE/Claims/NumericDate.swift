/// A time in a claim, in Unix seconds (RFC 7519 section 2).
enum NumericDate {
    case absent
    /// Not a number, or beyond the range of a double.
    case malformed
    case at(Double)

    init(_ node: Int?, in payload: JSONDocument) {
        guard let node else {
            self = .absent
            return
        }
        guard let seconds = payload.number(node), seconds.isFinite else {
            self = .malformed
            return
        }
        self = .at(seconds)
    }
}
