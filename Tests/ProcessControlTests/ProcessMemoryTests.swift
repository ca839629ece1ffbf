import Testing

@testable import ProcessControl

@Suite("The process's memory")
struct ProcessMemoryTests {
    @Test("Code of files is found, and nothing else")
    func findsCode() {
        let maps =
            [
                "55d000-55e000 r--p 00000000 08:02 1234  /usr/bin/postern": nil,
                "55e000-7fe000 r-xp 00001000 08:02 1234  /usr/bin/postern\n": 0x55e000..<0x7fe000,
                "55e000-7fe000 r-xp 00001000 08:02 1234  /a folder/postern (deleted)\n": 0x55e000..<0x7fe000,
                "55e000-7fe000 rwxp 00001000 08:02 1234  /usr/bin/postern": nil,
                "55e000-7fe000 r-xs 00001000 08:02 1234  /usr/bin/postern": nil,
                "7ffe000-7fff000 r-xp 00000000 00:00 0  [vdso]": nil,
                "7ffe000-7fff000 r-xp 00000000 00:00 0": nil,
                "": nil,
            ] as [String: Range<UInt>?]
        for (line, range) in maps { #expect(ProcessMemory.codeRange(line) == range, "\(line)") }
    }

    @Test("What was written into code is told apart")
    func findsWritten() {
        #expect(ProcessMemory.writtenKibibytes("Anonymous:             0 kB\n") == 0)
        #expect(ProcessMemory.writtenKibibytes("Anonymous:             4 kB\n") == 4)
        #expect(ProcessMemory.writtenKibibytes("AnonHugePages:         0 kB\n") == nil)
        #expect(ProcessMemory.writtenKibibytes("55e000-7fe000 r-xp 00001000 08:02 1234  /usr/bin/postern\n") == nil)
    }

    @Test("What runs goes on")
    func releases() {
        ProcessMemory.releaseCode()
        #expect(ProcessMemory.codeRange("1-2 r-xp 0 0 0 /x") == 1..<2)
    }
}
