import Authorization
import Bytes
import JOSE
import ProxyProtocol
import Telemetry

/// The parts of a request that log lines and the status page show, as texts that are safe to print.
struct LoggedRequest {
    let method: String?
    /// The path without its query, which may have a token in it.
    let path: String?
    let requestID: String?
    let traceParent: String?

    init(_ question: borrowing Subrequest, _ bytes: Span<UInt8>) {
        method = question.method.map { String(copying: bytes, $0).forLog }
        path = Self.path(question.target, bytes)
        requestID = Self.field(Self.requestIDName, question.fields, bytes)
        traceParent = Self.field(Self.traceParentName, question.fields, bytes)
    }

    private static let requestIDName = CaseInsensitiveName("x-request-id")
    private static let traceParentName = CaseInsensitiveName("traceparent")

    private static func path(_ target: Subrequest.Target, _ bytes: Span<UInt8>) -> String? {
        guard case .origin(let target) = target else { return nil }
        let end = bytes.firstIndex(of: UInt8(ascii: "?"), from: target.lowerBound, to: target.upperBound)
        return String(copying: bytes, target.lowerBound..<(end ?? target.upperBound)).forLog
    }

    private static func field(_ name: CaseInsensitiveName, _ fields: [HeaderField], _ bytes: Span<UInt8>) -> String? {
        fields.first { name.matches(bytes, $0.name) }.map { String(copying: bytes, $0.value).forLog }
    }
}

extension String {
    /// A text from outside without tokens, cut to a length that fits a log line, and then what would not be seen in it
    /// made visible.
    var forLog: String {
        let text = withoutTokens
        let fits = text.utf8.count <= 256 || text.unicodeScalars.count <= 256
        let part = fits ? text : String(text.unicodeScalars.prefix(256)) + "…"
        return part.withoutInvisibles
    }
}
