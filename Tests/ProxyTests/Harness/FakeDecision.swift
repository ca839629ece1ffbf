import postern

/// A server in Postern's place that always gives one answer, and keeps what it was asked.
///
/// It shows what a proxy's example file does by itself.
struct FakeDecision {
    let front: Front
    /// What the proxy asked.
    let questions: RequestLog<LoopbackRequest>
    /// What the application got.
    let arrivals: RequestLog<String>
    private let port: Int

    /// Starts the proxy between a client and the answer, and takes everything down whatever happens.
    static func use(
        _ answer: LoopbackResponse,
        behind front: Front,
        _ body: (FakeDecision) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let questions = RequestLog<LoopbackRequest>()
        let arrivals = RequestLog<String>()
        let decision = try await LoopbackServer.start(port: 0) { request in
            questions.add(request)
            return answer
        }
        let application = try await EchoUpstream.start(port: 0, observe: arrivals.add)
        let port = try FreePort.take()
        let proxy = try await front.start(
            port: port,
            decision: decision.port,
            application: application.port,
            in: folder
        )
        let outcome: Result<Void, any Error>
        do {
            let fake = FakeDecision(front: front, questions: questions, arrivals: arrivals, port: port)
            outcome = try await .success(body(fake))
        } catch {
            outcome = .failure(error)
        }
        await proxy.stop()
        try await application.stop()
        try await decision.stop()
        try outcome.get()
    }

    /// Goes to the application through the proxy.
    func request(
        _ method: String = "GET",
        _ target: String = "/hello",
        headers: [String] = [],
        body: String? = nil
    ) throws -> HTTPAnswer {
        try HTTPClient.request(method, target, headers: headers, body: body, port: port)
    }
}
