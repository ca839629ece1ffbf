import JOSE
import NIOHTTP1

/// Brings one issuer's keys in from the network: discovery, the fetch, the judgement on the answer.
struct KeyFetcher: Sendable {
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
    ) async -> Result<FetchedKeys, FetchError> {
        // Why there is no answer is for the first request to tell.
        let progress = FetchProgress()
        return await withTaskGroup(of: Word.self) { group in
            group.addTask {
                .outcome(await attempt(issuer, held: held, maxAge: maxAge, rediscover: rediscover, progress))
            }
            group.addTask {
                // Cancelled when the fetch ends first; what it returns then is never looked at.
                try? await Task.sleep(for: .seconds(timeout))
                let error = progress.timeoutError(
                    limit: timeout,
                    connectTimeout: transport.connectTimeout,
                    location: issuer.source.location
                )
                return .outcome(.failure(error))
            }
            if interval < timeout { group.addTask { await .silence(after: interval) } }
            defer { group.cancelAll() }
            for await word in group {
                switch word {
                case .outcome(let outcome): return outcome
                case .secondOutcome(.failure): break
                case .secondOutcome(let success): return success
                case .silence:
                    guard !Task.isCancelled else { break }
                    group.addTask {
                        .secondOutcome(
                            await attempt(issuer, held: held, maxAge: maxAge, rediscover: rediscover, FetchProgress())
                        )
                    }
                    group.addTask { await .silence(after: interval) }
                }
            }
            return .failure(FetchError("cancelled"))
        }
    }

    /// What is heard while a fetch is under way.
    private enum Word: Sendable {
        case outcome(Result<FetchedKeys, FetchError>)
        /// Of a request beside the first.
        case secondOutcome(Result<FetchedKeys, FetchError>)
        case silence

        static func silence(after seconds: Double) async -> Word {
            try? await Task.sleep(for: .seconds(seconds))
            return .silence
        }
    }

    private func attempt(
        _ issuer: IssuerKeys,
        held: HeldKeys?,
        maxAge: Double?,
        rediscover: Bool,
        _ progress: FetchProgress
    ) async -> Result<FetchedKeys, FetchError> {
        do throws(FetchError) {
            let url = try await keysURL(of: issuer, held: rediscover ? nil : held, progress)
            return .success(try await keys(of: issuer, at: url, held: held, maxAge: maxAge, progress))
        } catch {
            return .failure(error)
        }
    }

    private func keysURL(
        of issuer: IssuerKeys,
        held: HeldKeys?,
        _ progress: FetchProgress
    ) async throws(FetchError) -> KeyURL {
        switch issuer.source {
        case .url(let text):
            return try KeyURL(text)
        case .file(let path):
            throw FetchError("\(path) is a file")
        case .discovery(let text):
            if let held { return try KeyURL(held.url) }
            let url = try KeyURL(text)
            let page = try await transport.get(url, validators: nil, for: issuer, progress: progress)
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
        maxAge: Double?,
        _ progress: FetchProgress
    ) async throws(FetchError) -> FetchedKeys {
        let held = held?.url == url.description ? held : nil
        let page = try await transport.get(url, validators: held?.validators, for: issuer, progress: progress)
        let answeredMaxAge = CacheLifetime.maxAge(page.headers["Cache-Control"])
        if page.status == 304, let held, held.validators != nil {
            return FetchedKeys(keys: held, status: page.status, maxAge: answeredMaxAge ?? maxAge, isUnchanged: true)
        }
        guard 200...299 ~= page.status else { throw FetchError.answered(page.status, at: url) }
        let validators = Validators(page.headers)
        if var held, held.bytes == page.body {
            held.validators = validators
            return FetchedKeys(keys: held, status: page.status, maxAge: answeredMaxAge, isUnchanged: true)
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
        return FetchedKeys(keys: keys, status: page.status, maxAge: answeredMaxAge, isUnchanged: false)
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
