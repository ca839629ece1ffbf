package import Authorization

/// Every status that a decision listener can answer with, and what each answer begins with.
package enum AnswerStatus {
    case ok
    case badRequest
    case unauthorized
    case forbidden
    case requestTimeout
    case headTooLarge
    case unavailable

    package init(_ reason: Reason) {
        self =
            switch reason.status {
            case 403: .forbidden
            case 503: .unavailable
            default: .unauthorized
            }
    }

    package init(_ fault: HeadFault) {
        self =
            switch fault {
            case .malformed: .badRequest
            case .tooLarge: .headTooLarge
            }
    }

    /// The status line and the header lines that every answer has.
    ///
    /// The length of the body is said even though it is always nothing: proxies keep a connection only then.
    var opening: StaticString {
        switch self {
        case .ok: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nCache-Control: no-store\r\n"
        case .badRequest: "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nCache-Control: no-store\r\n"
        case .unauthorized: "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nCache-Control: no-store\r\n"
        case .forbidden: "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nCache-Control: no-store\r\n"
        case .requestTimeout: "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nCache-Control: no-store\r\n"
        case .headTooLarge:
            "HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Length: 0\r\nCache-Control: no-store\r\n"
        case .unavailable: "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nCache-Control: no-store\r\n"
        }
    }
}
