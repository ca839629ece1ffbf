import Demo
import TestSupport

/// One Postern, or more, with several proxies that ask it, and one application behind them all.
struct Square {
    let issuer: GatewayIssuer
    let key: Ed25519SigningKey
    var posterns: [PosternService]
    /// The requests that the application got.
    let arrivals: RequestLog<String>
    let ports: [Front: Int]

    var postern: PosternService { posterns[0] }

    /// The configuration that most of the tests share: it uses everything that a proxy can get wrong.
    static let configuration = """
        listeners:
          - { address: "127.0.0.1:9090", proxy: nginx }
          - { address: "127.0.0.1:9093", proxy: envoy, path_prefix: /ask }
          - { address: "127.0.0.1:9094", proxy: forwarded }
        admin: 127.0.0.1:9091
        issuers:
          - { issuer: "https://my-api.example/__zuplo/issuer", audiences: any }
        tokens:
          - { header: Authorization, scheme: Bearer }
          - { cookie: access_token }
          - { header: X-Token }
          - { query: access_token }
        claim_headers:
          X-Auth-Subject: sub
          X-Auth-Company: company
        rules:
          - { match: { paths: [/public/**] }, access: anonymous }
          - { match: { paths: [/admin/**] }, require: { scopes: [admin] } }
          - { match: { hosts: [closed.example] }, access: denied }
          - { match: { paths: [/delete/**], methods: [DELETE] }, access: denied }
        challenge: { realm: api }
        keys: { timeout: 100ms }
        """

    /// Builds it, uses it, and takes it down whatever happens.
    ///
    /// - Parameters:
    ///   - text: Postern's configuration.
    ///   - application: where requests go; the echoing one if there is none.
    ///   - options: what else `postern snippet` is told.
    ///   - edit: changes a proxy's file, knowing all Posterns.
    static func use(
        _ fronts: [Front],
        configuration text: String = configuration,
        posterns count: Int = 1,
        application: Int? = nil,
        options: [String] = [],
        edit: (Front, [PosternService], inout ExampleFile) throws -> Void = { _, _, _ in },
        _ body: (inout Square) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let key = Ed25519SigningKey(keyID: "ed25519-1")
        let issuer = try GatewayIssuer(port: FreePort.take(), keys: [key])
        try await issuer.start()
        let arrivals = RequestLog<String>()
        let echo = try await EchoUpstream.start(port: 0, observe: arrivals.add)
        var posterns: [PosternService] = []
        var proxies: [ChildProcess] = []
        var outcome: Result<Void, any Error>
        do {
            let file = ExampleFile(text: text, name: "Square.configuration")
            for _ in 0..<count { posterns.append(try await PosternService(file, issuer: issuer.issuer, in: folder)) }
            for postern in posterns { try await postern.process.ready { try postern.isReady } }
            var ports: [Front: Int] = [:]
            for front in fronts {
                let port = try FreePort.take()
                ports[front] = port
                let proxy = try await front.start(
                    port: port,
                    configuration: posterns[0].configuration,
                    application: "127.0.0.1:\(application ?? echo.port)",
                    in: folder,
                    options: options,
                    edit: { try edit(front, posterns, &$0) }
                )
                proxies.append(proxy)
            }
            var square = Square(issuer: issuer, key: key, posterns: posterns, arrivals: arrivals, ports: ports)
            outcome = .success(())
            do { try await body(&square) } catch { outcome = .failure(error) }
            posterns = square.posterns
        } catch {
            outcome = .failure(error)
        }
        for proxy in proxies { await proxy.stop() }
        for postern in posterns { await postern.process.stop() }
        try await echo.stop()
        try await issuer.stop()
        try outcome.get()
    }

    func port(of front: Front) throws -> Int {
        guard let port = ports[front] else { throw HarnessError("\(front) does not stand here") }
        return port
    }

    /// A token that is good for five minutes.
    func token(_ claims: [String: ClaimValue?] = [:], expiresIn seconds: Int = 300) throws -> String {
        try issuer.token(key, claims, expiresIn: seconds)
    }

    /// The bytes of a request for `/hello`.
    func get(token: String?) -> String {
        let authorization = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        return "GET /hello HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n\(authorization)\r\n"
    }
}
