/// The header lines by which a proxy may keep an allow for a while.
struct DecisionCaching {
    private let seconds: Int
    /// The `Vary` line; empty when no source is a header.
    private let vary: [UInt8]

    init(seconds: Int, sources: [TokenSource]) {
        self.seconds = seconds
        var names: [String] = []
        for source in sources {
            // The query has none: the address is part of a cache's key anyway.
            guard let name = source.headerName,
                !names.contains(where: { ASCII.lowercased($0) == ASCII.lowercased(name) })
            else { continue }
            names.append(name)
        }
        vary = names.isEmpty ? [] : Array("Vary: \(names.joined(separator: ", "))\r\n".utf8)
    }

    private static let prefix = Array("X-Accel-Expires: ".utf8)

    /// Appends the lines of an allow that is right until a time, both in Unix seconds.
    func append(until end: Double, now: Double, to output: inout [UInt8]) {
        let left = (end - now).rounded(.down)
        let seconds = left >= Double(self.seconds) ? self.seconds : Int(exactly: max(0, left)) ?? 0
        output.append(contentsOf: Self.prefix)
        Self.append(seconds, to: &output)
        output.append(0x0D)
        output.append(0x0A)
        output.append(contentsOf: vary)
    }

    private static func append(_ number: Int, to output: inout [UInt8]) {
        var power = 1
        while power <= number / 10 { power *= 10 }
        while power > 0 {
            output.append(UInt8(truncatingIfNeeded: 0x30 + number / power % 10))
            power /= 10
        }
    }
}
