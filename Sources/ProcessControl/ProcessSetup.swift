import Glibc

/// What the process may do and leave behind, set once before it serves.
package enum ProcessSetup {
    /// Memory holds tokens and their claims: a crash leaves none of it behind.
    package static func disableCoreDumps() {
        // Where Swift's toolchain is installed, its runtime starts a program that prints what registers point to, and
        // that keeps the listeners' sockets open meanwhile, so that the service could not start anew.
        for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] { signal(number, SIG_DFL) }
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        // A collector such as systemd-coredump is handed dumps in spite of the limit; this leaves all memory out.
        let filter = unsafe open("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC)
        guard filter >= 0 else { return }
        _ = unsafe write(filter, "0", 1)
        close(filter)
    }

    /// New files and sockets are the service's own until it says otherwise.
    package static func restrictFilePermissions() {
        umask(0o077)
    }

    /// Takes as many open files as the system grants, since each connection is one, and tells how many that is.
    package static func raiseOpenFileLimit() -> Int {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(resource, &limit) == 0 else { return .max }
        limit.rlim_cur = limit.rlim_max
        unsafe setrlimit(resource, &limit)
        return Int(clamping: limit.rlim_cur)
    }
}
