import JOSE
import NIOHTTP1

/// Brings one issuer's keys in from the network: discovery, the fetch, the judgement on the answer.
struct KeyFetcher: Sendable {
    /// What a good fetch brought.
    struct Answer: Sendable {
        var keys: HeldKeys
        /// In seconds; nil when the answer named none.
        var maxAge: Double?
        /// Whether the keys are the ones that were held before.
        var isUnchanged: Bool
    }

    let transport: KeyTransport
    /// The limit for a whole fetch, in seconds.
    let timeout: Double

    /// Fetches an issuer's keys, within the time limit.
    ///
    /// Fails for everything but a 2xx answer with a usable key, or one that confirms `held`.
    ///
    /// - Parameters:
    ///   - held: the present keys, which an answer may confirm.
    ///   - maxAge: theirs.
    ///   - rediscover: whether to ask for the keys' URL again although it is known from `held`.
    func fetch(
        _ issuer: IssuerKeys,
        held: HeldKeys?,
        maxAge: Double?,
        rediscover: Bool
    ) async -> Result<Answer, FetchError> {
        await withTaskGroup(of: Result<Answer, FetchError>.self) { group in
            group.addTask {
                do throws(FetchError) {
                    let url = try await keysURL(of: issuer, held: rediscover ? nil : held)
                    return .success(try await keys(of: issuer, at: url, held: held, maxAge: maxAge))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                // Cancelled when the fetch ends first; what it returns then is never looked at.
                try? await Task.sleep(for: .seconds(timeout))
                return .failure(FetchError("\(issuer.source.location) gave no complete answer within the time limit"))
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(FetchError("cancelled"))
        }
    }

    private func keysURL(of issuer: IssuerKeys, held: HeldKeys?) async throws(FetchError) -> KeyURL {
        switch issuer.source {
        case .url(let text):
            return try KeyURL(text)
        case .file(let path):
            throw FetchError("\(path) is a file")
        case .discovery(let text):
            if let held { return try KeyURL(held.url) }
            let url = try KeyURL(text)
            let page = try await transport.get(url, validators: nil, caFile: issuer.caFile)
            guard 200...299 ~= page.status else { throw FetchError("\(url) answered \(page.status)") }
            return try Discovery.keysURL(in: page.body, at: url, issuer: issuer.issuer)
        }
    }

    private func keys(
        of issuer: IssuerKeys,
        at url: KeyURL,
        held: HeldKeys?,
        maxAge: Double?
    ) async throws(FetchError) -> Answer {
        let held = held?.url == url.description ? held : nil
        let page = try await transport.get(url, validators: held?.validators, caFile: issuer.caFile)
        let answeredMaxAge = CacheLifetime.maxAge(page.headers["Cache-Control"])
        if page.status == 304, let held, held.validators != nil {
            return Answer(keys: held, maxAge: answeredMaxAge ?? maxAge, isUnchanged: true)
        }
        guard 200...299 ~= page.status else { throw FetchError("\(url) answered \(page.status)") }
        let validators = Validators(page.headers)
        if var held, held.bytes == page.body {
            held.validators = validators
            return Answer(keys: held, maxAge: answeredMaxAge, isUnchanged: true)
        }
        let keys = try HeldKeys(parsing: page.body, from: url.description, validators: validators, trust: .fetched)
        return Answer(keys: keys, maxAge: answeredMaxAge, isUnchanged: false)
    }
}
