import ProcessControl
import Testing

@Suite("Times of a shutdown") struct ShutdownTimesTests {
    @Test(
        "Connections end before the process does, and both within the limit",
        arguments: [(10, 9.5, 1, 9.75), (1, 0.5, 0.5, 0.75), (0.4, 0.2, 0.2, 0.3), (0, 0, 0, 0)]
    )
    func sharesTheTime(timeout: Double, connections: Double, grace: Double, end: Double) {
        let times = ShutdownTimes(timeout: timeout)
        #expect(abs(times.connections - connections) < 1e-9)
        #expect(abs(times.grace - grace) < 1e-9)
        #expect(abs(times.end - end) < 1e-9)
    }
}
