import Demo
import TestSupport

/// A service as the example configures it, with an issuer of its own whose key it has.
struct ReadyService {
    let key = Ed25519SigningKey(keyID: "ed25519-1")
    let issuer: GatewayIssuer
    let postern: PosternService

    /// Starts both, and returns when the service is ready.
    init(in folder: TemporaryFolder) async throws {
        issuer = try GatewayIssuer(port: FreePort.take(), keys: [key])
        try await issuer.start()
        postern = try await PosternService(issuer: issuer.issuer, in: folder)
        try await postern.process.ready { [postern] in try postern.isReady }
    }

    func stop() async throws {
        await postern.process.stop()
        try await issuer.stop()
    }
}
