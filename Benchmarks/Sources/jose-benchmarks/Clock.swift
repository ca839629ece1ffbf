import CBare

/// Runs several pieces of work in turn and finds the least time of each, which is what a busy machine leaves untouched.
enum Clock {
    static func microseconds(_ works: [() -> Void], rounds: Int = 40, batch: Double = 0.004) -> [Double] {
        let repetitions = works.map { work -> Int in
            work()
            var count = 1
            while true {
                let start = bare_seconds()
                for _ in 0..<count { work() }
                if bare_seconds() - start > batch { return count }
                count *= 2
            }
        }
        var least = [Double](repeating: .infinity, count: works.count)
        for _ in 0..<rounds {
            for (index, work) in works.enumerated() {
                let start = bare_seconds()
                for _ in 0..<repetitions[index] { work() }
                least[index] = min(least[index], (bare_seconds() - start) / Double(repetitions[index]))
            }
        }
        return least.map { $0 * 1e6 }
    }

    static func allocations(_ work: () -> Void, repetitions: Int = 1000) -> Double {
        for _ in 0..<10 { work() }
        let before = bare_allocations()
        for _ in 0..<repetitions { work() }
        return Double(bare_allocations() - before) / Double(repetitions)
    }
}
