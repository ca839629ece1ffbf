import Bytes
import Telemetry
import Testing

@Suite("Time as text")
struct TimestampTests {
    @Test(
        "Known points in time",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_900_000_000, "2030-03-17T17:46:40.000Z"),
            (951_782_400, "2000-02-29T00:00:00.000Z"), (951_868_800, "2000-03-01T00:00:00.000Z"),
            (4_107_542_400, "2100-03-01T00:00:00.000Z"), (4_107_456_000, "2100-02-28T00:00:00.000Z"),
            (1_767_225_599.9994, "2025-12-31T23:59:59.999Z"), (1_767_225_599.9996, "2026-01-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.000Z"), (-62_167_219_200, "0000-01-01T00:00:00.000Z"),
            (253_402_300_799, "9999-12-31T23:59:59.000Z"),
        ] as [(Double, String)]
    )
    func writes(seconds: Double, text: String) {
        #expect(Timestamp.rfc3339(seconds) == text)
    }

    @Test("Values out of range are clamped", arguments: [.infinity, -.infinity, .nan, 1e300, -1e300])
    func survives(seconds: Double) {
        #expect(Timestamp.rfc3339(seconds).utf8.count == 24)
    }

    @Test("The clock runs")
    func runs() {
        // Later than the day that this was written.
        #expect(WallClock.now() > 1_760_000_000)
    }
}
