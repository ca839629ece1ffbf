extension KeyService {
    /// As `shutdown()`, but returns after the given time even if some work has not ended.
    ///
    /// - Parameter seconds: the maximum time to wait.
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
