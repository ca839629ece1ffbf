extension KeyService {
    /// As `shutdown()`, but returns after a while although something has not ended yet.
    ///
    /// - Parameter seconds: the longest time.
    package func shutdown(within seconds: Double) async {
        let (ended, input) = AsyncStream<Void>.makeStream()
        Task {
            await shutdown()
            input.finish()
        }
        Task {
            try? await Task.sleep(for: .seconds(seconds))
            input.finish()
        }
        for await _ in ended {}
    }
}
