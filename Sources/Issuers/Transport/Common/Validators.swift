import NIOHTTP1

/// The validators of a conditional request (RFC 9110 section 13.1).
struct Validators: Sendable, Equatable, Codable {
    var etag: String?
    var lastModified: String?

    /// The validators of a response; nil when it has none that can be sent unchanged.
    init?(_ headers: HTTPHeaders) {
        etag = Self.usable(headers["ETag"])
        lastModified = Self.usable(headers["Last-Modified"])
        if etag == nil, lastModified == nil { return nil }
    }

    /// The validators that can be sent; nil when none can.
    ///
    /// A damaged snapshot may contain anything.
    var checked: Validators? {
        var headers = HTTPHeaders()
        if let etag { headers.add(name: "ETag", value: etag) }
        if let lastModified { headers.add(name: "Last-Modified", value: lastModified) }
        return Validators(headers)
    }

    func add(to headers: inout HTTPHeaders) {
        if let etag { headers.add(name: "If-None-Match", value: etag) }
        if let lastModified { headers.add(name: "If-Modified-Since", value: lastModified) }
    }

    private static func usable(_ values: [String]) -> String? {
        guard values.count == 1, let value = values.first, 1...256 ~= value.utf8.count,
            value.utf8.allSatisfy({ 0x20..<0x7F ~= $0 })
        else { return nil }
        return value
    }
}
