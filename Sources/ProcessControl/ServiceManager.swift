import Bytes
import Glibc
import JOSE
package import Telemetry

/// Tells a service manager how the service fares, as sd_notify(3) does: one datagram a message, and no answer.
///
/// Without `NOTIFY_SOCKET` in the environment nobody listens, and nothing is sent.
package struct ServiceManager: Sendable {
    /// How long a manager that takes no messages is waited for, in milliseconds.
    private static let sendTimeout = 500

    private let path: String?
    /// Within how many seconds the manager wants a sign of life each time; nil when it wants none.
    let watchdogLimit: Double?

    package init(_ environment: [String: String]) {
        watchdogLimit = Self.watchdogLimit(environment)
        path = environment["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
    }

    /// As sd_watchdog_enabled(3): the limit is for the process that `WATCHDOG_PID` names, or for any when it is not set.
    private static func watchdogLimit(_ environment: [String: String]) -> Double? {
        guard let limit = environment["WATCHDOG_USEC"].flatMap(UInt64.init), limit > 0 else { return nil }
        if let process = environment["WATCHDOG_PID"], !process.isEmpty, Int32(process) != getpid() { return nil }
        return Double(limit) / 1e6
    }

    /// The service is alive and answers.
    package func alive() { send("WATCHDOG=1") }

    /// Everything listens.
    package func ready(_ reload: ReloadOutcome) { send("READY=1\nSTATUS=\(Self.status(reload))") }

    /// One line, as `systemctl status` shows it.
    static func status(_ reload: ReloadOutcome) -> String {
        let since = "configuration of \(Timestamp.rfc3339(reload.succeededAt))"
        guard let error = reload.error, let time = reload.refusedAt else { return "serving; \(since)" }
        let line = error.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return "serving; \(since); reload refused at \(Timestamp.rfc3339(time)): \(line.withoutInvisibles)"
    }

    /// A reload has begun; ``ready(_:)`` ends it.
    package func reloading() {
        send("RELOADING=1\nMONOTONIC_USEC=\(MonotonicClock.now() / 1000)")
    }

    package func stopping() { send("STOPPING=1\nSTATUS=draining") }

    private func send(_ message: String) {
        guard let path else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // A leading @ stands for the zero byte of Linux's abstract names.
        let bytes = path.hasPrefix("@") ? [0] + Array(path.utf8.dropFirst()) : Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // A manager that hangs with a full queue must not hold up a reload or the end.
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
