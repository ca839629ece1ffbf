import Foundation
import TestSupport
import Testing

@testable import ProcessControl

/// How many event loops `threads: auto` means.
@Suite("CPU quotas and affinity") struct CPUAllowanceTests {
    /// A tree of files in place of `/`.
    private struct Tree {
        let folder: TemporaryFolder

        init(cgroup: String, mounts: [String], _ files: [String: String]) throws {
            folder = try TemporaryFolder()
            try write("proc/self/cgroup", cgroup)
            try write("proc/self/mountinfo", mounts.joined(separator: "\n") + "\n")
            for (path, text) in files { try write(path, text) }
        }

        private func write(_ path: String, _ text: String) throws {
            let parent = URL(filePath: folder.path(path)).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
            try folder.write(text, to: path)
        }

        var quota: Double? { CgroupQuota.smallest(under: folder.path) }
    }

    private static let unified = "29 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate"
    private static let cpu = "31 25 0:28 / /sys/fs/cgroup/cpu,cpuacct rw shared:7 - cgroup cgroup rw,cpu,cpuacct"
    private static let memory = "32 25 0:29 / /sys/fs/cgroup/memory rw shared:8 - cgroup cgroup rw,memory"
    private static let disk = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw"

    @Test("The smallest quota upwards counts") func theSmallestQuotaUpwardsCounts() throws {
        let folders = ["", "/a.slice", "/a.slice/b.slice", "/a.slice/b.slice/c.service"]
        func quota(_ amounts: [String?]) throws -> Double? {
            var files: [String: String] = [:]
            for (folder, amount) in zip(folders, amounts) {
                if let amount { files["sys/fs/cgroup\(folder)/cpu.max"] = amount + "\n" }
            }
            let group = "0::/a.slice/b.slice/c.service\n"
            return try Tree(cgroup: group, mounts: [Self.disk, Self.unified], files).quota
        }
        #expect(try quota([nil, "max 100000", "max 100000", "max 100000"]) == nil)
        #expect(try quota([nil, "max 100000", "max 100000", "150000 100000"]) == 1.5)
        #expect(try quota([nil, "max 100000", "50000 100000", "150000 100000"]) == 0.5)
        #expect(try quota([nil, "200000 100000", nil, nil]) == 2)
        #expect(try quota(["300000 100000", "max 100000", nil, nil]) == 3)
        #expect(try quota([nil, nil, nil, nil]) == nil)
        #expect(try quota([nil, nil, nil, "nonsense"]) == nil)
        #expect(try quota([nil, nil, nil, "100000 0"]) == nil)
    }

    @Test("A container sees its own group as the root") func aContainerSeesItsOwnGroupAsTheRoot() throws {
        let files = ["sys/fs/cgroup/cpu.max": "250000 100000\n", "sys/fs/cgroup/docker/x/cpu.max": "100000 100000\n"]
        // With a namespace of its own the path is short; without, the mount's root is the group.
        for (group, root) in [("/", "/"), ("/docker/x", "/docker/x"), ("/../y", "/"), ("/docker/xy", "/docker/x")] {
            let mount = "29 23 0:26 \(root) /sys/fs/cgroup ro - cgroup2 cgroup rw"
            #expect(try Tree(cgroup: "0::\(group)\n", mounts: [mount], files).quota == 2.5, "\(group) \(root)")
        }
        let below = "29 23 0:26 /docker /sys/fs/cgroup ro - cgroup2 cgroup rw"
        let inner = ["sys/fs/cgroup/x/cpu.max": "100000 100000\n", "sys/fs/cgroup/cpu.max": "250000 100000\n"]
        #expect(try Tree(cgroup: "0::/docker/x\n", mounts: [below], inner).quota == 1)
    }

    @Test("Version one has its own files") func versionOneHasItsOwnFiles() throws {
        let groups =
            "4:memory:/system.slice/p.service\n2:cpu,cpuacct:/system.slice/p.service\n1:name=systemd:/x\n0::/x\n"
        func quota(_ own: Int, _ parent: Int) throws -> Double? {
            let base = "sys/fs/cgroup/cpu,cpuacct/system.slice"
            let files = [
                "\(base)/p.service/cpu.cfs_quota_us": "\(own)\n", "\(base)/p.service/cpu.cfs_period_us": "100000\n",
                "\(base)/cpu.cfs_quota_us": "\(parent)\n", "\(base)/cpu.cfs_period_us": "50000\n",
            ]
            return try Tree(cgroup: groups, mounts: [Self.memory, Self.cpu], files).quota
        }
        #expect(try quota(-1, -1) == nil)
        #expect(try quota(120_000, -1) == 1.2)
        #expect(try quota(120_000, 50_000) == 1)
        #expect(try quota(-1, 75_000) == 1.5)
    }

    @Test("Both versions may be mounted") func bothVersionsMayBeMounted() throws {
        let files = [
            "sys/fs/cgroup/unified/p/cpu.max": "400000 100000\n",
            "sys/fs/cgroup/cpu,cpuacct/p/cpu.cfs_quota_us": "300000\n",
            "sys/fs/cgroup/cpu,cpuacct/p/cpu.cfs_period_us": "100000\n",
        ]
        let unified = "33 25 0:30 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw"
        let groups = "2:cpu,cpuacct:/p\n0::/p\n"
        #expect(try Tree(cgroup: groups, mounts: [Self.cpu, unified], files).quota == 3)
    }

    @Test("A mount point may have spaces") func aMountPointMayHaveSpaces() throws {
        let mount = #"29 23 0:26 / /sys/fs/c\040group rw - cgroup2 cgroup2 rw"#
        let files = ["sys/fs/c group/p/cpu.max": "100000 100000\n"]
        #expect(try Tree(cgroup: "0::/p\n", mounts: [mount], files).quota == 1)
    }

    @Test("Without files there is no quota") func withoutFilesThereIsNoQuota() throws {
        #expect(CgroupQuota.smallest(under: try TemporaryFolder().path) == nil)
        #expect(try Tree(cgroup: "", mounts: ["", "nonsense", "1 2 3 - a"], [:]).quota == nil)
    }

    @Test(
        "The smaller one counts, rounded up",
        arguments: [
            (4, nil, 4), (4, 0.5, 1), (4, 1.0, 1), (4, 1.01, 2), (4, 2.5, 3), (4, 64.0, 4), (1, 0.001, 1), (2, 1.5, 2),
        ] as [(Int, Double?, Int)]
    )
    func theSmallerCountsRoundedUp(affinity: Int, quota: Double?, expected: Int) {
        #expect(CPUAllowance.processors(affinity: affinity, quota: quota) == expected)
    }

    @Test(
        "Affinity counts the processors that exist",
        arguments: [
            ("0-3", "0-3", 4), ("0-127", "0-3", 4), ("1,3", "0-3", 2), ("0-1,4-5", "0-4", 3), ("2", "0-3", 1),
            ("0-3", "", 4), ("7", "0-3", 1),
        ]
    )
    func affinityIsOfProcessorsThatAreThere(allowed: String, online: String, expected: Int) throws {
        let files = [
            "proc/self/status": "Name:\tpostern\nCpus_allowed:\tff\nCpus_allowed_list:\t\(allowed)\nMems_allowed:\t1\n",
            "sys/devices/system/cpu/online": online + "\n",
        ]
        let tree = try Tree(cgroup: "", mounts: [], files)
        #expect(CPUAllowance.affinity(under: tree.folder.path) == expected)
    }

    @Test("This process has an affinity") func thisProcessHasAnAffinity() {
        #expect(1...ProcessInfo.processInfo.processorCount ~= CPUAllowance.affinity())
    }
}
