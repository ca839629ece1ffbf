import Bytes
import Glibc

/// What the system tells about this process: the metrics that Prometheus' own clients have.
///
/// What only stands in `/proc` is nil where there is none.
package struct ProcessMetrics: Sendable, Equatable {
    /// User and system time, in seconds.
    package var cpuSeconds: Double
    package var residentBytes: Int?
    package var virtualBytes: Int?
    package var threads: Int?
    package var openDescriptors: Int?
    /// The limit of open descriptors; nil when there is none.
    package var maxDescriptors: Int?
    /// Unix seconds.
    package var startTime: Double?

    /// The metrics at this moment.
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

    /// The start of this process never changes.
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
        guard let folder = unsafe opendir("/proc/self/fd") else { return nil }
        defer { unsafe closedir(folder) }
        var count = 0
        while unsafe readdir(folder) != nil { count += 1 }
        // Neither the entries for the folder and its parent, nor the descriptor that it is read through.
        return count - 3
    }
}
