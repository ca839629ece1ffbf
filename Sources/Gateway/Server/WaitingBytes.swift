/// A connection's bytes of one read cycle that wait in a buffer of its worker: requests or answers.
struct WaitingBytes {
    let connection: Connection
    /// Where they begin in the buffer; kept, so that nothing between those before and these can pass for part of them.
    let start: Int
    /// Where they end.
    let end: Int
}
