/// The list of headers that Envoy takes from a request: every claim header whose value is empty.
///
/// An empty header would overwrite a client's copy as well; a removed one leaves the application nothing to misread.
enum HeaderRemoval {
    private static let prefix = Array("x-envoy-auth-headers-to-remove: ".utf8)

    /// Appends the line for the header lines that were written from `start` on, each with CRLF.
    static func append(forLinesFrom start: Int, to output: inout [UInt8]) {
        let end = output.count
        var line = start
        var isFirst = true
        while line < end {
            var colon = line
            while output[colon] != UInt8(ascii: ":") { colon += 1 }
            var next = colon + 1
            while output[next] != 0x0A { next += 1 }
            // An empty value: CR and LF follow the colon.
            if next == colon + 2 {
                if isFirst { output.append(contentsOf: prefix) } else { output.append(UInt8(ascii: ",")) }
                for position in line..<colon { output.append(output[position]) }
                isFirst = false
            }
            line = next + 1
        }
        guard !isFirst else { return }
        output.append(0x0D)
        output.append(0x0A)
    }
}
