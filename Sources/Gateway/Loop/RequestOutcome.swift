import Authorization
import ProxyProtocol

/// What became of the first request in some bytes.
enum RequestOutcome: Equatable {
    /// Its head is not whole.
    case needsMore
    /// It was answered; the next begins after `length` bytes if the connection stays open.
    case answered(length: Int, Persistence, declaresBody: Bool)
    /// It was not a valid request: it was answered, and nothing after it can be trusted.
    case refused
    /// It must wait for evidence; nothing has been answered.
    case pending(Need)
}
