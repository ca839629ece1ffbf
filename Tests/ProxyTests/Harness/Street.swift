import Demo
import TestSupport

/// The whole way of a request: a proxy, Postern, the application; and the issuer of the tokens.
struct Street {
    let issuer: GatewayIssuer
    /// The issuer's keys.
    let ed25519: Ed25519SigningKey
    let rsa: RSASigningKey
    let postern: PosternService
    /// The requests that the application got.
    let arrivals: RequestLog<String>

    let frontPort: Int
    private let front: Front

    /// Builds the street, walks it, and takes it down whatever happens.
    static func walk(
        _ front: Front,
        issuerIsUp: Bool = true,
        options: [String] = [],
        _ body: (Street) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let ed25519 = Ed25519SigningKey(keyID: "ed25519-1")
        let rsa = try RSASigningKey(keyID: "rsa-1")
        let issuer = try GatewayIssuer(port: FreePort.take(), keys: [ed25519, rsa])
        let arrivals = RequestLog<String>()
        let application = try await EchoUpstream.start(port: 0, observe: arrivals.add)
        if issuerIsUp { try await issuer.start() }

        let postern = try await PosternService(issuer: issuer.issuer, in: folder)
        let frontPort = try FreePort.take()
        let proxy = try await front.start(
            port: frontPort,
            configuration: postern.configuration,
            application: "127.0.0.1:\(application.port)",
            in: folder,
            options: options
        )
        let street = Street(
            issuer: issuer,
            ed25519: ed25519,
            rsa: rsa,
            postern: postern,
            arrivals: arrivals,
            frontPort: frontPort,
            front: front
        )
        let outcome: Result<Void, any Error>
        do {
            if issuerIsUp { try await postern.process.ready { try postern.isReady } }
            outcome = try await .success(body(street))
        } catch {
            outcome = .failure(error)
        }
        await proxy.stop()
        await postern.process.stop()
        try await application.stop()
        try await issuer.stop()
        try outcome.get()
    }

    /// Goes to the application through the proxy.
    func request(
        _ method: String = "GET",
        token: String? = nil,
        headers: [String] = [],
        body: String? = nil
    ) throws -> HTTPAnswer {
        try HTTPClient.request(method, headers: Self.lines(token, headers), body: body, port: frontPort)
    }

    /// Asks Postern itself, in the proxy's place.
    func ask(token: String?) throws -> HTTPAnswer {
        switch front {
        case .nginx:
            let original = ["X-Original-Method: GET", "X-Original-URI: /hello", "X-Original-Host: api.example"]
            return try HTTPClient.request("GET", "/", headers: Self.lines(token, original), port: postern.nginxPort)
        case .envoy:
            return try HTTPClient.request(headers: Self.lines(token, []), port: postern.envoyPort)
        case .caddy, .currentCaddy, .haproxy:
            let original = ["X-Forwarded-Method: GET", "X-Forwarded-Uri: /hello", "X-Forwarded-Host: api.example"]
            return try HTTPClient.request("GET", "/", headers: Self.lines(token, original), port: postern.forwardedPort)
        }
    }

    private static func lines(_ token: String?, _ headers: [String]) -> [String] {
        headers + (token.map { ["Authorization: Bearer \($0)"] } ?? [])
    }
}
