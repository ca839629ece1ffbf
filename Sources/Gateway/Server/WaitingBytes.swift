/// A connection's bytes of one read cycle that wait in a buffer of its worker: requests or answers.
struct WaitingBytes {
    let connection: Connection
    /// Where they end in the buffer; they begin where those before them end.
    let end: Int
}
