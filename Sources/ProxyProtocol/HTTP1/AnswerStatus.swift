package import Authorization

/// A status that a decision listener can answer with.
package enum AnswerStatus {
    /// 200: the request is allowed.
    case ok
    /// 400: the request head is malformed.
    case badRequest
    /// 401: the request has no valid token.
    case unauthorized
    /// 403: the request is not permitted.
    case forbidden
    /// 408: the request head took too long.
    case requestTimeout
    /// 431: the request head is too large.
    case headTooLarge
    /// 503: there is no decision.
    case unavailable

    /// The status of a denial.
    package init(_ reason: Reason) {
        self =
            switch reason.status {
            case 403: .forbidden
            case 503: .unavailable
            default: .unauthorized
            }
    }

    /// The status for an invalid request head.
    package init(_ fault: HeadFault) {
        self =
            switch fault {
            case .malformed: .badRequest
            case .tooLarge: .headTooLarge
            }
    }

    /// The status line and the header fields of every answer.
    ///
    /// Content-Length is sent although it is always 0, because proxies keep a connection only with it.
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
