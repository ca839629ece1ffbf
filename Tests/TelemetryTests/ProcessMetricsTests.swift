import Bytes
import Foundation
import Testing

@testable import Telemetry

@Suite("Metrics of the process")
struct ProcessMetricsTests {
    @Test("They are those of this process")
    func tells() throws {
        let metrics = ProcessMetrics()
        #expect(metrics.cpuSeconds > 0)
        #expect(try #require(metrics.residentBytes) > 1_000_000)
        #expect(try #require(metrics.virtualBytes) >= metrics.residentBytes ?? 0)
        #expect(try #require(metrics.threads) >= 1)
        #expect(try #require(metrics.openDescriptors) >= 3)
        let start = try #require(metrics.startTime)
        #expect(start < WallClock.now() + 1)
        // No run of these tests takes a week.
        #expect(start > WallClock.now() - 604_800)
    }

    @Test("Each open file counts")
    func counts() throws {
        let before = try #require(ProcessMetrics().openDescriptors)
        // Many more than other tests may close meanwhile.
        let pipes = (0..<200).map { _ in Pipe() }
        #expect(try #require(ProcessMetrics().openDescriptors) > before + 200)
        withExtendedLifetime(pipes) {}
    }

    @Test("A program name may contain any character")
    func parses() {
        let fields = (4...52).map(String.init).joined(separator: " ")
        let stat = ProcessStat("1 (a) b 9 9 (c) S \(fields)")
        #expect(stat?.threads == 20)
        #expect(stat?.startTicks == 22)
        #expect(stat?.virtualBytes == 23)
        #expect(stat?.residentPages == 24)
        #expect(ProcessStat("") == nil)
        #expect(ProcessStat("1 (a) S 1 2") == nil)
    }
}
