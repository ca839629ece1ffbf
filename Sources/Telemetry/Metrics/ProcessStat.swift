/// Fields of `/proc/self/stat` (proc_pid_stat(5)).
struct ProcessStat: Equatable {
    let threads: Int
    /// The start time of the process, in clock ticks after boot.
    let startTicks: Int
    let virtualBytes: Int
    let residentPages: Int

    /// Parses the text; nil if it is malformed.
    init?(_ text: String) {
        // The second field is the program name in parentheses, which may contain any character.
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[end...].dropFirst().split(separator: " ")
        func number(_ field: Int) -> Int? { fields.indices.contains(field - 3) ? Int(fields[field - 3]) : nil }
        guard let threads = number(20), let startTicks = number(22), let virtualBytes = number(23),
            let residentPages = number(24)
        else { return nil }
        self.threads = threads
        self.startTicks = startTicks
        self.virtualBytes = virtualBytes
        self.residentPages = residentPages
    }
}
