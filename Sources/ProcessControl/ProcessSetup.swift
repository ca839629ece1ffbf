import Glibc

/// Limits and permissions of the process, set once at startup.
package enum ProcessSetup {
    /// Disables core dumps and backtraces, because memory contains tokens and claims.
    package static func disableCoreDumps() {
        // With an installed toolchain, Swift's runtime starts a backtracer that prints memory and keeps the listening sockets
        // open, so that the service could not restart.
        for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] { signal(number, SIG_DFL) }
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        // Pipes such as systemd-coredump ignore the limit; this leaves all memory out of their dumps.
        let filter = unsafe open("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC)
        guard filter >= 0 else { return }
        _ = unsafe write(filter, "0", 1)
        close(filter)
    }

    /// Makes new files and sockets accessible only to the service's user.
    package static func restrictFilePermissions() {
        umask(0o077)
    }

    /// Raises the soft limit of open files to the hard limit, and returns it.
    package static func raiseOpenFileLimit() -> Int {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(resource, &limit) == 0 else { return .max }
        limit.rlim_cur = limit.rlim_max
        unsafe setrlimit(resource, &limit)
        return Int(clamping: limit.rlim_cur)
    }
}
