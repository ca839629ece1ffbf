internal import Glibc

/// Standard input, output and error.
enum StandardStreams {
    /// Opens `/dev/null` in place of each that is closed.
    ///
    /// The next file or socket would get its number otherwise, and what is meant for standard error would be written there.
    static func open() {
        for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) == -1 {
            // The system gives out the lowest number that is free: this one.
            _ = unsafe Glibc.open("/dev/null", O_RDWR)
        }
    }
}
