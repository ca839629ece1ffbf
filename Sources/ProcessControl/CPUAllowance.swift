import Bytes
import Foundation
import Glibc

/// How many processors this process may keep busy: its affinity, and the CPU quotas of its control groups.
package enum CPUAllowance {
    /// The smaller of both, rounded up; at least one.
    package static func processors() -> Int {
        processors(affinity: affinity(), quota: CgroupQuota.smallest())
    }

    static func processors(affinity: Int, quota: Double?) -> Int {
        let allowed = min(Double(affinity), quota ?? .infinity)
        return max(1, Int(allowed.rounded(.up)))
    }

    /// The number of processors that are there and that the scheduler may choose from (sched_setaffinity(2)).
    ///
    /// - Parameter root: holds `proc` and `sys`; a test has a tree of its own.
    static func affinity(under root: String = "") -> Int {
        let status = WholeFile.kernelText(at: "\(root)/proc/self/status").split(separator: "\n")
        let name = "Cpus_allowed_list:"
        guard let line = status.first(where: { $0.hasPrefix(name) }),
            case let allowed = numbers(in: line.dropFirst(name.count)), !allowed.isEmpty
        else { return max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
        // Processors that may be plugged in some day are allowed too.
        let online = numbers(in: WholeFile.kernelText(at: "\(root)/sys/devices/system/cpu/online")[...])
        return max(1, online.isEmpty ? allowed.count : allowed.intersection(online).count)
    }

    /// The numbers of a list such as `0-3,8`.
    private static func numbers(in list: Substring) -> Set<Int> {
        var numbers: Set<Int> = []
        for part in list.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            let bounds = part.split(separator: "-").compactMap { Int($0) }
            guard let first = bounds.first, let last = bounds.last, 0...last ~= first, last < 1 << 16 else { continue }
            numbers.formUnion(first...last)
        }
        return numbers
    }
}
