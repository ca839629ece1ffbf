internal import Glibc

/// Standard output and standard error, a whole line at a time: someone may read along through a pipe.
enum Console {
    static func print(_ text: String) {
        write(text, to: 1)
    }

    static func error(_ text: String) {
        write(text, to: 2)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var writer = LineWriter(descriptor: descriptor)
        writer.write(text)
        writer.flush()
    }
}
