import JOSE
import NIOHTTP1

/// Fetches one issuer's keys: discovery, request and validation of the response.
struct KeyFetcher: Sendable {
    let transport: KeyTransport
    /// The time limit for a whole fetch, in seconds.
    let timeout: Double

    /// Fetches an issuer's keys within the time limit.
    ///
    /// Succeeds only for a 2xx response with a usable key, or one that confirms `current`.
    ///
    /// - Parameters:
    ///   - issuer: the issuer and the source of its keys.
    ///   - current: the current keys, which a response may confirm.
    ///   - maxAge: the max-age of the current keys, in seconds.
    ///   - rediscover: whether to request the discovery document although `current` has the URL of the keys.
    ///   - interval: seconds of silence after which a second request is sent beside the first, for issuers without
    ///     keys: a provider that is back does not answer requests that were lost.
    /// - Returns: the fetched keys, or why there are none.
    func fetch(
        _ issuer: IssuerKeys,
        current: CurrentKeySet?,
        maxAge: Double?,
        rediscover: Bool,
        hedgeDelay interval: Double = .infinity
    ) async -> Result<FetchedKeys, FetchError> {
        // The error of the first request explains the failure.
        let progress = FetchProgress()
        return await withTaskGroup(of: Event.self) { group in
            group.addTask {
                .outcome(await attempt(issuer, current: current, maxAge: maxAge, rediscover: rediscover, progress))
            }
            group.addTask {
                // Cancelled when the fetch ends first; its result is then ignored.
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
            for await event in group {
                switch event {
                case .outcome(let outcome): return outcome
                case .secondOutcome(.failure): break
                case .secondOutcome(let success): return success
                case .silence:
                    guard !Task.isCancelled else { break }
                    group.addTask {
                        .secondOutcome(
                            await attempt(
                                issuer,
                                current: current,
                                maxAge: maxAge,
                                rediscover: rediscover,
                                FetchProgress()
                            )
                        )
                    }
                    group.addTask { await .silence(after: interval) }
                }
            }
            return .failure(FetchError("cancelled"))
        }
    }

    /// The events of a fetch.
    private enum Event: Sendable {
        case outcome(Result<FetchedKeys, FetchError>)
        /// The end of a second request.
        case secondOutcome(Result<FetchedKeys, FetchError>)
        case silence

        static func silence(after seconds: Double) async -> Event {
            try? await Task.sleep(for: .seconds(seconds))
            return .silence
        }
    }

    private func attempt(
        _ issuer: IssuerKeys,
        current: CurrentKeySet?,
        maxAge: Double?,
        rediscover: Bool,
        _ progress: FetchProgress
    ) async -> Result<FetchedKeys, FetchError> {
        do throws(FetchError) {
            let url = try await keysURL(of: issuer, current: rediscover ? nil : current, progress)
            return .success(try await keys(of: issuer, at: url, current: current, maxAge: maxAge, progress))
        } catch {
            return .failure(error)
        }
    }

    private func keysURL(
        of issuer: IssuerKeys,
        current: CurrentKeySet?,
        _ progress: FetchProgress
    ) async throws(FetchError) -> KeyURL {
        switch issuer.source {
        case .url(let text):
            return try KeyURL(text)
        case .file(let path):
            throw FetchError("\(path) is a file")
        case .discovery(let text):
            if let current { return try KeyURL(current.url) }
            let url = try KeyURL(text)
            let page = try await transport.get(url, validators: nil, for: issuer, progress: progress)
            guard 200...299 ~= page.status else { throw FetchError.answered(page.status, at: url) }
            return try validating(page) { () throws(FetchError) in
                try Discovery.keysURL(in: page.body, at: url, issuer: issuer.issuer)
            }
        }
    }

    private func keys(
        of issuer: IssuerKeys,
        at url: KeyURL,
        current: CurrentKeySet?,
        maxAge: Double?,
        _ progress: FetchProgress
    ) async throws(FetchError) -> FetchedKeys {
        let current = current?.url == url.description ? current : nil
        let page = try await transport.get(url, validators: current?.validators, for: issuer, progress: progress)
        let answeredMaxAge = CacheLifetime.maxAge(page.headers["Cache-Control"])
        if page.status == 304, let current, current.validators != nil {
            return FetchedKeys(keys: current, status: page.status, maxAge: answeredMaxAge ?? maxAge, isUnchanged: true)
        }
        guard 200...299 ~= page.status else { throw FetchError.answered(page.status, at: url) }
        let validators = Validators(page.headers)
        if var current, current.bytes == page.body {
            current.validators = validators
            return FetchedKeys(keys: current, status: page.status, maxAge: answeredMaxAge, isUnchanged: true)
        }
        let keys = try validating(page) { () throws(FetchError) in
            try CurrentKeySet(
                parsing: page.body,
                from: url.description,
                issuer: issuer.issuer,
                validators: validators,
                trust: .fetched
            )
        }
        return FetchedKeys(keys: keys, status: page.status, maxAge: answeredMaxAge, isUnchanged: false)
    }

    /// Adds the HTTP status of the page to errors in its content.
    private func validating<Found>(
        _ page: KeyTransport.Page,
        _ validate: () throws(FetchError) -> Found
    ) throws(FetchError) -> Found {
        do throws(FetchError) {
            return try validate()
        } catch {
            var error = error
            error.status = page.status
            throw error
        }
    }
}
