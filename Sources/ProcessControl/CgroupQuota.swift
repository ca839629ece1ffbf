import Bytes
import Foundation

/// The CPU quotas of the process's control groups, version 1 and 2 (cgroups(7)).
///
/// A quota also limits all groups below it, so all groups from the process's own up to the root of the mount count.
struct CgroupQuota {
    /// A mount of a hierarchy with CPU quotas.
    private struct Mount {
        /// The path in the hierarchy of the group mounted at ``point``.
        let root: String
        let point: String
        let isUnified: Bool
    }

    /// The root directory; empty for `/`, otherwise a test's.
    private let root: String

    /// The smallest quota in CPUs, such as 1.5; nil if there is none.
    static func smallest(under root: String = "") -> Double? {
        let quota = CgroupQuota(root: root)
        return quota.mounts().compactMap(quota.smallest).min()
    }

    private func smallest(_ mount: Mount) -> Double? {
        guard let path = groupPath(isUnified: mount.isUnified) else { return nil }
        var quotas: [Double?] = []
        var below = Self.path(path, below: mount.root)
        while true {
            quotas.append(quota(of: mount.point + below, isUnified: mount.isUnified))
            guard let slash = below.lastIndex(of: "/") else { return quotas.compactMap(\.self).min() }
            below = String(below[..<slash])
        }
    }

    /// The path of a group below the mounted one; empty for the mounted group itself, and for a group outside of it,
    /// which `/proc` in a container may name.
    private static func path(_ group: String, below root: String) -> String {
        guard !group.split(separator: "/").contains("..") else { return "" }
        let root = root == "/" ? "" : root
        guard group.hasPrefix(root) else { return "" }
        let rest = group.dropFirst(root.count)
        guard rest.isEmpty || rest.hasPrefix("/") else { return "" }
        return rest == "/" ? "" : String(rest)
    }

    private func quota(of directory: String, isUnified: Bool) -> Double? {
        let amounts: [Substring]
        if isUnified {
            amounts = words(of: "\(directory)/cpu.max")
        } else {
            amounts = words(of: "\(directory)/cpu.cfs_quota_us") + words(of: "\(directory)/cpu.cfs_period_us")
        }
        // `max` and -1 mean no quota.
        guard amounts.count == 2, let quota = Double(amounts[0]), let period = Double(amounts[1]), quota > 0, period > 0
        else { return nil }
        return quota / period
    }

    /// The process's group in the hierarchy (cgroups(7), `/proc/pid/cgroup`).
    private func groupPath(isUnified: Bool) -> String? {
        for line in lines(of: "/proc/self/cgroup") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let controllers = parts[1].split(separator: ",")
            if isUnified ? parts[0] == "0" && controllers.isEmpty : controllers.contains("cpu") {
                return String(parts[2])
            }
        }
        return nil
    }

    /// The mounts of hierarchies that can have CPU quotas (proc_pid_mountinfo(5)).
    private func mounts() -> [Mount] {
        lines(of: "/proc/self/mountinfo").compactMap { line in
            let fields = line.split(separator: " ")
            guard let separator = fields.firstIndex(of: "-"), separator >= 6, fields.count > separator + 3 else {
                return nil
            }
            let isUnified = fields[separator + 1] == "cgroup2"
            let options = fields[separator + 3].split(separator: ",")
            guard isUnified || fields[separator + 1] == "cgroup" && options.contains("cpu") else { return nil }
            return Mount(
                root: Self.unescaped(fields[3]),
                point: Self.unescaped(fields[4]),
                isUnified: isUnified
            )
        }
    }

    /// Decodes octal escapes of spaces, tabs, line feeds and backslashes.
    private static func unescaped(_ field: Substring) -> String {
        String(field).replacing(/\\([0-7]{3})/) { match in
            UInt8(match.1, radix: 8).map { String(Unicode.Scalar($0)) } ?? String(match.0)
        }
    }

    private func lines(of path: String) -> [Substring] {
        text(of: path).split(separator: "\n")
    }

    private func words(of path: String) -> [Substring] {
        text(of: path).split { $0 == " " || $0 == "\n" }
    }

    private func text(of path: String) -> String {
        WholeFile.kernelText(at: root + path)
    }
}
