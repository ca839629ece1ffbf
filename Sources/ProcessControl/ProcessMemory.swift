import Glibc

/// The memory that the process takes.
package enum ProcessMemory {
    /// Lets go of the code that is mapped so far; what runs again comes back from the system's cache of files.
    ///
    /// Starting and reloading run far more code than serving does: YAML, options, the runtime's look through all types. It
    /// would count as resident memory for good, as long as the system is not short of it.
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

    /// Where a line of proc_pid_smaps(5) tells of a file's code; nil for all else.
    static func codeRange(_ line: String) -> Range<UInt>? {
        let fields = line.split(separator: " ")
        guard fields.count >= 6, fields[1] == "r-xp", fields[5].hasPrefix("/") else { return nil }
        let bounds = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        guard bounds.count == 2, bounds[0] < bounds[1] else { return nil }
        return bounds[0]..<bounds[1]
    }

    /// How much of a mapping is no longer as in its file, as one of its lines tells; nil for all others.
    ///
    /// Who writes into code is a debugger or a probe, and what it wrote must not be lost.
    static func writtenKibibytes(_ line: String) -> Int? {
        let fields = line.split(whereSeparator: \.isWhitespace)
        guard fields.first == "Anonymous:", fields.count == 3 else { return nil }
        return Int(fields[1])
    }
}
