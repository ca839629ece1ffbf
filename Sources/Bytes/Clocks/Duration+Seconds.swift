extension Duration {
    /// The duration in seconds, rounded to the nearest double; exact for whole seconds up to 2^53.
    package var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
