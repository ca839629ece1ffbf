/// Why the service cannot start, in words for the operator.
struct StartError: Error, CustomStringConvertible {
    let message: String

    var description: String { message }
}
