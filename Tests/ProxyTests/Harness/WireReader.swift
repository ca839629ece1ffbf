import TestSupport

/// Takes a connection's bytes in pieces of known length.
struct WireReader {
    private let wire: Wire
    private var bytes: ArraySlice<UInt8> = []

    init(_ wire: Wire) { self.wire = wire }

    /// - Throws: ``HarnessError`` when the peer closes before so many have come.
    mutating func take(_ count: Int) throws -> [UInt8] {
        while bytes.count < count {
            let part = try wire.receive()
            guard !part.isEmpty else { throw HarnessError("closed \(count - bytes.count) bytes too early") }
            bytes += part
        }
        defer { bytes = bytes.dropFirst(count) }
        return Array(bytes.prefix(count))
    }
}
