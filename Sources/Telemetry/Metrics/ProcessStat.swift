/// The fields of `/proc/self/stat` (proc(5)) that are told.
struct ProcessStat: Equatable {
    let threads: Int
    /// When the process began, in clock ticks after the system's start.
    let startTicks: Int
    let virtualBytes: Int
    let residentPages: Int

    /// Nil when the text is not of that form.
    init?(_ text: String) {
        // The second field is the program's name in parentheses, which may hold anything.
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
