import Authorization
import Bytes

/// The host, the body and the connection options of a message, from its header fields.
///
/// Anything that implementations could read in different ways is refused (RFC 9112 section 11.2).
struct MessageFraming {
    private var host: Range<Int>?
    private var contentLength: Int?
    private var isTransferEncoded = false
    private var asksToClose = false
    private var asksToKeepAlive = false

    /// Reads one field.
    @inline(__always)
    mutating func read(_ field: HeaderField, _ bytes: Span<UInt8>) throws(HeadFault) {
        switch field.name.count {
        case 4 where Self.hostName.matches(bytes, field.name): try readHost(bytes, field.value)
        case 10 where Self.connectionName.matches(bytes, field.name): readConnection(bytes, field.value)
        case 14 where Self.contentLengthName.matches(bytes, field.name): try readContentLength(bytes, field.value)
        case 17 where Self.transferEncodingName.matches(bytes, field.name): try readTransferEncoding(bytes, field.value)
        default: break
        }
    }

    /// Checks the fields together, and completes the head.
    mutating func finish(_ head: inout RequestHead) throws(HeadFault) {
        if head.isVersion10 {
            // HTTP/1.0 has no transfer codings: a sign of request smuggling (RFC 9112 section 6.1).
            guard !isTransferEncoded else { throw .malformed }
        } else {
            guard host.map({ !$0.isEmpty }) ?? false else { throw .malformed }
        }
        guard !(isTransferEncoded && contentLength != nil) else { throw .malformed }
        if case .absolute(let url) = head.target {
            // The authority of the target overrides Host (RFC 9112 section 3.2.2).
            head.host = url.authority
        } else if let host, !host.isEmpty {
            head.host = host
        }
        head.declaresBody = isTransferEncoded || (contentLength ?? 0) > 0
        head.keepsAlive = !asksToClose && (!head.isVersion10 || asksToKeepAlive)
    }

    private mutating func readHost(_ bytes: Span<UInt8>, _ value: Range<Int>) throws(HeadFault) {
        guard host == nil, value.isEmpty || HostSyntax.isValid(bytes, value) else { throw .malformed }
        host = value
    }

    private mutating func readContentLength(_ bytes: Span<UInt8>, _ value: Range<Int>) throws(HeadFault) {
        guard contentLength == nil, !value.isEmpty else { throw .malformed }
        var length = 0
        for index in value {
            guard bytes[index].isDigit else { throw .malformed }
            let (tens, tooMany) = length.multipliedReportingOverflow(by: 10)
            let (sum, tooMuch) = tens.addingReportingOverflow(Int(bytes[index] - UInt8(ascii: "0")))
            guard !tooMany, !tooMuch else { throw .malformed }
            length = sum
        }
        contentLength = length
    }

    /// Accepts registered codings if `chunked` is the last and occurs once (RFC 9112 section 6.1).
    private mutating func readTransferEncoding(_ bytes: Span<UInt8>, _ value: Range<Int>) throws(HeadFault) {
        guard !isTransferEncoded else { throw .malformed }
        var elements = ListElements(value)
        var lastIsChunked = false
        while let coding = elements.next(bytes) {
            guard !lastIsChunked else { throw .malformed }
            lastIsChunked = Self.chunked.matches(bytes, coding)
            guard lastIsChunked || Self.isCompression(bytes, coding) else { throw .malformed }
        }
        guard lastIsChunked else { throw .malformed }
        isTransferEncoded = true
    }

    private mutating func readConnection(_ bytes: Span<UInt8>, _ value: Range<Int>) {
        var elements = ListElements(value)
        while let option = elements.next(bytes) {
            if Self.close.matches(bytes, option) { asksToClose = true }
            if Self.keepAlive.matches(bytes, option) { asksToKeepAlive = true }
        }
    }

    private static func isCompression(_ bytes: Span<UInt8>, _ coding: Range<Int>) -> Bool {
        gzip.matches(bytes, coding) || deflate.matches(bytes, coding) || compress.matches(bytes, coding)
            || xGzip.matches(bytes, coding) || xCompress.matches(bytes, coding)
    }
}

extension MessageFraming {
    private static let hostName = CaseInsensitiveName("host")
    private static let connectionName = CaseInsensitiveName("connection")
    private static let contentLengthName = CaseInsensitiveName("content-length")
    private static let transferEncodingName = CaseInsensitiveName("transfer-encoding")
    private static let chunked = CaseInsensitiveName("chunked")
    private static let gzip = CaseInsensitiveName("gzip")
    private static let deflate = CaseInsensitiveName("deflate")
    private static let compress = CaseInsensitiveName("compress")
    private static let xGzip = CaseInsensitiveName("x-gzip")
    private static let xCompress = CaseInsensitiveName("x-compress")
    private static let close = CaseInsensitiveName("close")
    private static let keepAlive = CaseInsensitiveName("keep-alive")
}
