import Logging
import TestSupport

@testable import Issuers

/// A provider, and services that fetch from it at a test's pace.
struct ServiceFixture {
    let provider: FaultyProvider
    let log = CapturedLog()
    var settings = KeySettings()
    /// A busy machine must not pass for a provider that hangs.
    var hedgeDelay = Double.infinity
    var policy: RefreshPolicy {
        var policy = RefreshPolicy(settings)
        policy.hedgeDelay = hedgeDelay
        // Failures are repeated fast, so that a test need not wait; the real pace is the machine's matter.
        policy.retryWithoutKeys = 0.05
        policy.minBackoff = 0.05
        policy.maxBackoff = 0.1
        return policy
    }

    init(serving body: [UInt8]? = nil) async throws {
        provider = try await FaultyProvider.start()
        if let body { provider.serve(body) }
    }

    /// An issuer whose keys are at a path of the provider.
    func issuer(_ name: String = "https://issuer.example", path: String = "/keys") -> IssuerKeys {
        IssuerKeys(issuer: name, source: .url(provider.url(path)))
    }

    func service(_ issuers: [IssuerKeys], inheriting: KeyService? = nil) -> KeyService {
        KeyService(
            issuers: issuers,
            settings: settings,
            policy: policy,
            environment: [:],
            logger: log.logger,
            inheriting: inheriting
        )
    }
}
