import Demo
import Synchronization
import TestSupport

/// A server in Postern's place that gives the answer that it is told, and keeps what it was asked.
///
/// It shows what a proxy's file does by itself.
struct FakeDecision {
    let front: Front
    /// What the proxy asked.
    let questions: RequestLog<LoopbackRequest>
    /// What the application got.
    let arrivals: RequestLog<String>
    private let answer: Answer
    /// The proxy's.
    let port: Int

    /// The answer to every question from now on.
    private final class Answer: Sendable {
        let value: Mutex<LoopbackResponse>
        init(_ value: LoopbackResponse) { self.value = Mutex(value) }
    }

    /// Starts the proxy between a client and the answer, and takes everything down whatever happens.
    ///
    /// - Parameters:
    ///   - rules: Postern's, as far as the printed file depends on them.
    ///   - other: the port of an application in the echoing one's place.
    ///   - options: what else `postern snippet` is told.
    ///   - edit: changes the printed file.
    static func use(
        _ answer: LoopbackResponse = LoopbackResponse(),
        behind front: Front,
        rules: String = "[]",
        application other: Int? = nil,
        options: [String] = [],
        edit: (inout ExampleFile) throws -> Void = { _ in },
        _ body: (FakeDecision) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let questions = RequestLog<LoopbackRequest>()
        let arrivals = RequestLog<String>()
        let answer = Answer(answer)
        let decision = try await LoopbackServer.start(port: 0) { request in
            questions.add(request)
            return answer.value.withLock { $0 }
        }
        let application = try await EchoUpstream.start(port: 0, observe: arrivals.add)
        let port = try FreePort.take()
        let configuration = """
            listeners: [{ address: "127.0.0.1:\(decision.port)", proxy: \(front.dialect) }]
            admin: off
            issuers: [{ issuer: https://issuer.example, audiences: any }]
            claim_headers: { X-Auth-Subject: sub, X-Auth-Company: company }
            rules: \(rules)
            """
        let proxy = try await front.start(
            port: port,
            configuration: folder.write(configuration, to: "postern.yaml"),
            application: "127.0.0.1:\(other ?? application.port)",
            in: folder,
            options: options,
            edit: edit
        )
        let outcome: Result<Void, any Error>
        do {
            let fake = FakeDecision(front: front, questions: questions, arrivals: arrivals, answer: answer, port: port)
            outcome = try await .success(body(fake))
        } catch {
            outcome = .failure(error)
        }
        await proxy.stop()
        try await application.stop()
        try await decision.stop()
        try outcome.get()
    }

    /// Gives this answer from now on.
    func give(_ answer: LoopbackResponse) {
        self.answer.value.withLock { $0 = answer }
    }

    /// Goes to the application through the proxy.
    func request(
        _ method: String = "GET",
        _ target: String = "/hello",
        host: String = "api.example",
        headers: [String] = [],
        body: String? = nil
    ) throws -> HTTPAnswer {
        try HTTPClient.request(method, target, host: host, headers: headers, body: body, port: port)
    }
}
