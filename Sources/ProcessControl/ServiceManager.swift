import Bytes
import Glibc
import JOSE
package import Telemetry

/// Notifies a service manager of the state of the service (sd_notify(3)).
///
/// Without `NOTIFY_SOCKET` in the environment nothing is sent.
package struct ServiceManager: Sendable {
    /// The maximum time to wait for a manager whose queue is full, in milliseconds.
    private static let sendTimeout = 500

    private let path: String?
    /// The watchdog timeout in seconds; nil if the watchdog is off.
    let watchdogLimit: Double?

    /// Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`.
    package init(_ environment: [String: String]) {
        watchdogLimit = Self.watchdogLimit(environment)
        path = environment["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
    }

    /// The timeout as in sd_watchdog_enabled(3): for the process in `WATCHDOG_PID`, or for any process if it is not set.
    private static func watchdogLimit(_ environment: [String: String]) -> Double? {
        guard let limit = environment["WATCHDOG_USEC"].flatMap(UInt64.init), limit > 0 else { return nil }
        if let process = environment["WATCHDOG_PID"], !process.isEmpty, Int32(process) != getpid() { return nil }
        return Double(limit) / 1e6
    }

    /// Reports that the event loops run.
    package func alive() { send("WATCHDOG=1") }

    /// Reports that all listeners accept connections, or that a reload has finished.
    package func ready(_ reload: ReloadOutcome) { send("READY=1\nSTATUS=\(Self.status(reload))") }

    /// The status line for `systemctl status`.
    static func status(_ reload: ReloadOutcome) -> String {
        let since = "configuration of \(Timestamp.rfc3339(reload.succeededAt))"
        guard let error = reload.error, let time = reload.refusedAt else { return "serving; \(since)" }
        let line = error.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return "serving; \(since); reload refused at \(Timestamp.rfc3339(time)): \(line.withoutInvisibles)"
    }

    /// Reports that a reload has started; ``ready(_:)`` ends it.
    package func reloading() {
        send("RELOADING=1\nMONOTONIC_USEC=\(MonotonicClock.now() / 1000)")
    }

    /// Reports that the service is draining.
    package func stopping() { send("STOPPING=1\nSTATUS=draining") }

    private func send(_ message: String) {
        guard let path else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // A leading @ means the zero byte of an abstract socket address.
        let bytes = path.hasPrefix("@") ? [0] + Array(path.utf8.dropFirst()) : Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // A manager that hangs must not delay a reload or the shutdown.
        var limit = timeval(tv_sec: 0, tv_usec: __suseconds_t(Self.sendTimeout * 1000))
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let text = Array(message.utf8)
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = unsafe sendto(descriptor, text, text.count, Int32(MSG_NOSIGNAL), address, length)
            }
        }
    }
}
