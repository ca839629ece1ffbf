import Glibc

/// The resident memory of the process.
package enum ProcessMemory {
    /// Releases the resident pages of mapped code; code that runs again comes back from the page cache.
    ///
    /// Startup and reloads run much code that serving does not: YAML, options, the runtime's search through all types. It would
    /// stay resident as long as the system has free memory.
    package static func releaseCode() {
        guard let maps = unsafe fopen("/proc/self/smaps", "re") else { return }
        defer { unsafe fclose(maps) }
        var text: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { unsafe free(text) }
        var code: Range<UInt>?
        while unsafe getline(&text, &capacity, maps) > 0, let line = unsafe text.map({ unsafe String(cString: $0) }) {
            if let range = codeRange(line) { code = range }
            guard let range = code, let written = writtenKibibytes(line) else { continue }
            code = nil
            guard written == 0 else { continue }
            unsafe madvise(UnsafeMutableRawPointer(bitPattern: range.lowerBound), range.count, MADV_DONTNEED)
        }
    }

    /// The address range in a line of proc_pid_smaps(5) that starts a mapping of a file's code; nil for other lines.
    static func codeRange(_ line: String) -> Range<UInt>? {
        let fields = line.split(separator: " ")
        guard fields.count >= 6, fields[1] == "r-xp", fields[5].hasPrefix("/") else { return nil }
        let bounds = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        guard bounds.count == 2, bounds[0] < bounds[1] else { return nil }
        return bounds[0]..<bounds[1]
    }

    /// The modified size of a mapping in KiB, from its `Anonymous:` line; nil for other lines.
    ///
    /// A debugger or a probe writes into code, and its changes must not be lost.
    static func writtenKibibytes(_ line: String) -> Int? {
        let fields = line.split(whereSeparator: \.isWhitespace)
        guard fields.first == "Anonymous:", fields.count == 3 else { return nil }
        return Int(fields[1])
    }
}
