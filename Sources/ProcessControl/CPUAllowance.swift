import Bytes
import Foundation
import Glibc

/// The number of CPUs that this process may use: its affinity and the quotas of its control groups.
package enum CPUAllowance {
    /// The smaller of affinity and quota, rounded up; at least 1.
    package static func processors() -> Int {
        processors(affinity: affinity(), quota: CgroupQuota.smallest())
    }

    static func processors(affinity: Int, quota: Double?) -> Int {
        let allowed = min(Double(affinity), quota ?? .infinity)
        return max(1, Int(allowed.rounded(.up)))
    }

    /// The number of online CPUs in the affinity mask (sched_setaffinity(2)).
    ///
    /// - Parameter root: the parent of `proc` and `sys`; empty for the system's.
    /// - Returns: at least 1.
    static func affinity(under root: String = "") -> Int {
        let status = WholeFile.kernelText(at: "\(root)/proc/self/status").split(separator: "\n")
        let name = "Cpus_allowed_list:"
        guard let line = status.first(where: { $0.hasPrefix(name) }),
            case let allowed = numbers(in: line.dropFirst(name.count)), !allowed.isEmpty
        else { return max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
        // The mask also has CPUs that are not plugged in.
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
