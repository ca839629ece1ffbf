import Bytes
import Glibc

/// The metrics of this process that Prometheus clients export.
///
/// Values from `/proc` are nil without `/proc`.
package struct ProcessMetrics: Sendable, Equatable {
    /// User and system CPU time, in seconds.
    package var cpuSeconds: Double
    /// Resident memory.
    package var residentBytes: Int?
    /// Virtual memory.
    package var virtualBytes: Int?
    /// The number of threads.
    package var threads: Int?
    /// The number of open file descriptors.
    package var openDescriptors: Int?
    /// The limit of open file descriptors; nil if there is none.
    package var maxDescriptors: Int?
    /// The start time in Unix seconds.
    package var startTime: Double?

    /// Reads the current metrics.
    package init() {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        cpuSeconds = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
        var limit = rlimit()
        if unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            maxDescriptors = Int(exactly: limit.rlim_cur)
        }
        openDescriptors = Self.countDescriptors()
        startTime = Self.startTime
        guard let stat = ProcessStat(WholeFile.kernelText(at: "/proc/self/stat")) else { return }
        threads = stat.threads
        virtualBytes = stat.virtualBytes
        residentBytes = stat.residentPages * Int(getpagesize())
    }

    /// Read once, because it does not change.
    private static let startTime: Double? = {
        let prefix = "btime "
        let lines = WholeFile.kernelText(at: "/proc/stat").split(separator: "\n")
        guard let stat = ProcessStat(WholeFile.kernelText(at: "/proc/self/stat")),
            let boot = lines.first(where: { $0.hasPrefix(prefix) }).flatMap({ Double($0.dropFirst(prefix.count)) })
        else { return nil }
        return boot + Double(stat.startTicks) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }()

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }

    private static func countDescriptors() -> Int? {
        guard let directory = unsafe opendir("/proc/self/fd") else { return nil }
        defer { unsafe closedir(directory) }
        var count = 0
        while unsafe readdir(directory) != nil { count += 1 }
        // Without `.`, `..` and the descriptor of the directory itself.
        return count - 3
    }
}
