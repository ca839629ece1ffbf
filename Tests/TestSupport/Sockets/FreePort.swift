import Synchronization

/// Ports for programs that must be told one.
package enum FreePort {
    /// Below the kernel's own choices, so that no outgoing connection takes a port between here and its use.
    private static let next = Atomic(Int.random(in: 20_000..<30_000))

    /// A port that nothing listens on, and that was not given out before.
    package static func take() throws(HarnessError) -> Int {
        for _ in 0..<1_000 {
            let port = 20_000 + next.add(1, ordering: .relaxed).newValue % 12_000
            if (try? BoundSocket(port: port)) != nil { return port }
        }
        throw HarnessError("no free port between 20000 and 32000")
    }
}
