/// A connection's answers of one read cycle that wait in its worker's outbound buffer.
struct WaitingAnswer {
    let connection: Connection
    /// Where they end in the buffer; they begin where those before them end.
    let end: Int
}
