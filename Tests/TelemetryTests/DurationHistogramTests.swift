import Telemetry
import Testing

@Suite("The histogram of durations")
struct DurationHistogramTests {
    @Test("A bound belongs to its bucket; what is beyond all bounds has the last")
    func fills() {
        var histogram = DurationHistogram()
        for bound in DurationHistogram.bounds { histogram.count(1, taking: bound) }
        histogram.count(1, taking: 1e9)
        histogram.count(1, taking: 0)
        #expect(histogram.counts == [2] + Array(repeating: 1, count: DurationHistogram.bounds.count))
        #expect(histogram.total == DurationHistogram.bounds.count + 2)
    }

    @Test("Several at once are counted by their mean, and none are nothing")
    func shares() {
        var histogram = DurationHistogram()
        histogram.count(4, taking: 12e-6)
        histogram.count(0, taking: 100)
        #expect(histogram.counts.first == 0)
        #expect(histogram.counts[1] == 4)
        #expect(histogram.sum == 12e-6)
    }

    @Test("A clock that was set back subtracts nothing")
    func survivesClocks() {
        var histogram = DurationHistogram()
        histogram.count(1, taking: -3600)
        #expect(histogram.counts.first == 1)
        #expect(histogram.sum == 0)
    }

    @Test("Bounds rise")
    func rises() {
        #expect(DurationHistogram.bounds == DurationHistogram.bounds.sorted())
        #expect(Set(DurationHistogram.bounds).count == DurationHistogram.bounds.count)
    }

    @Test("A part of all durations has a bound, unless it is beyond all")
    func bounds() {
        var histogram = DurationHistogram()
        #expect(histogram.upperBound(ofQuantile: 0.5) == nil)
        histogram.count(98, taking: 98 * 9e-6)
        histogram.count(1, taking: 0.2)
        histogram.count(1, taking: 60)
        #expect(histogram.upperBound(ofQuantile: 0.5) == 1e-5)
        #expect(histogram.upperBound(ofQuantile: 0.98) == 1e-5)
        #expect(histogram.upperBound(ofQuantile: 0.99) == 0.25)
        #expect(histogram.upperBound(ofQuantile: 1) == nil)
    }
}
