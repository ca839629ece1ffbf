import JOSE
import NIOHTTP1

/// Brings one issuer's keys in from the network: discovery, the fetch, the judgement on the answer.
struct KeyFetcher: Sendable {
    /// What a good fetch brought.
    struct Answer: Sendable {
        var keys: HeldKeys
        var status: Int
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
    ///   - askAgainEvery: seconds of silence after which the provider is asked once more beside the request that
    ///     hangs, for issuers without keys: who comes back does not answer what was lost.
    func fetch(
        _ issuer: IssuerKeys,
        held: HeldKeys?,
        maxAge: Double?,
        rediscover: Bool,
        askAgainEvery interval: Double = .infinity
    ) async -> Result<Answer, FetchError> {
        await withTaskGroup(of: Word.self) { group in
            group.addTask { .outcome(await attempt(issuer, held: held, maxAge: maxAge, rediscover: rediscover)) }
            group.addTask {
                // Cancelled when the fetch ends first; what it returns then is never looked at.
                try? await Task.sleep(for: .seconds(timeout))
                let words = "gave no complete answer within the time limit\(route(to: issuer.source.location))"
                return .outcome(.failure(FetchError("\(issuer.source.location) \(words)")))
            }
            if interval < timeout { group.addTask { await .silence(after: interval) } }
            defer { group.cancelAll() }
            for await word in group {
                switch word {
                case .outcome(let outcome): return outcome
                // Why there is no answer is for the first request to tell.
                case .secondOutcome(.failure): break
                case .secondOutcome(let success): return success
                case .silence:
                    guard !Task.isCancelled else { break }
                    group.addTask {
                        .secondOutcome(await attempt(issuer, held: held, maxAge: maxAge, rediscover: rediscover))
                    }
                    group.addTask { await .silence(after: interval) }
                }
            }
            return .failure(FetchError("cancelled"))
        }
    }

    /// What is heard while a fetch is under way.
    private enum Word: Sendable {
        case outcome(Result<Answer, FetchError>)
        /// Of a request beside the first.
        case secondOutcome(Result<Answer, FetchError>)
        case silence

        static func silence(after seconds: Double) async -> Word {
            try? await Task.sleep(for: .seconds(seconds))
            return .silence
        }
    }

    /// The proxy on the way to a URL, for a message about it.
    private func route(to location: String) -> String {
        guard let url = try? KeyURL(location), let proxy = try? transport.proxy(for: url) else { return "" }
        return " (through \(proxy.name))"
    }

    private func attempt(
        _ issuer: IssuerKeys,
        held: HeldKeys?,
        maxAge: Double?,
        rediscover: Bool
    ) async -> Result<Answer, FetchError> {
        do throws(FetchError) {
            let url = try await keysURL(of: issuer, held: rediscover ? nil : held)
            return .success(try await keys(of: issuer, at: url, held: held, maxAge: maxAge))
        } catch {
            return .failure(error)
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
            let page = try await transport.get(url, validators: nil, for: issuer)
            guard 200...299 ~= page.status else { throw FetchError.answered(page.status, at: url) }
            return try judging(page) { () throws(FetchError) in
                try Discovery.keysURL(in: page.body, at: url, issuer: issuer.issuer)
            }
        }
    }

    private func keys(
        of issuer: IssuerKeys,
        at url: KeyURL,
        held: HeldKeys?,
        maxAge: Double?
    ) async throws(FetchError) -> Answer {
        let held = held?.url == url.description ? held : nil
        let page = try await transport.get(url, validators: held?.validators, for: issuer)
        let answeredMaxAge = CacheLifetime.maxAge(page.headers["Cache-Control"])
        if page.status == 304, let held, held.validators != nil {
            return Answer(keys: held, status: page.status, maxAge: answeredMaxAge ?? maxAge, isUnchanged: true)
        }
        guard 200...299 ~= page.status else { throw FetchError.answered(page.status, at: url) }
        let validators = Validators(page.headers)
        if var held, held.bytes == page.body {
            held.validators = validators
            return Answer(keys: held, status: page.status, maxAge: answeredMaxAge, isUnchanged: true)
        }
        let keys = try judging(page) { () throws(FetchError) in
            try HeldKeys(
                parsing: page.body,
                from: url.description,
                issuer: issuer.issuer,
                validators: validators,
                trust: .fetched
            )
        }
        return Answer(keys: keys, status: page.status, maxAge: answeredMaxAge, isUnchanged: false)
    }

    /// Notes the page's status with whatever is wrong with its content.
    private func judging<Found>(
        _ page: KeyTransport.Page,
        _ judge: () throws(FetchError) -> Found
    ) throws(FetchError) -> Found {
        do throws(FetchError) {
            return try judge()
        } catch {
            var error = error
            error.status = page.status
            throw error
        }
    }
}
