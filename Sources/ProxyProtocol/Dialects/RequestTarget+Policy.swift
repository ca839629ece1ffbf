import Authorization
import Bytes

extension RequestTarget {
    /// The policy that the URL of the decision request selects: `/auth/NAME` for the policy NAME.
    func policy(_ bytes: Span<UInt8>) -> Subrequest.PolicyReference {
        guard let origin, bytes.matches("/auth/", at: origin.lowerBound) else { return .byDefault }
        let start = origin.lowerBound + 6
        guard start < origin.upperBound else { return .byDefault }
        let end = bytes.firstIndex(of: UInt8(ascii: "?"), from: start, to: origin.upperBound) ?? origin.upperBound
        return start < end ? .named(start..<end) : .byDefault
    }

    /// Path and query; nil if the target has no path.
    var origin: Range<Int>? {
        switch self {
        case .origin(let range): range
        case .absolute(let url): url.origin
        case .authority, .asterisk: nil
        }
    }
}
