import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// Gets one page over HTTP, with every limit that a stranger's server calls for.
final class KeyTransport: Sendable {
    /// What came back.
    struct Page: Sendable {
        var status: Int
        var headers: HTTPHeaders
        /// Empty unless the status is 2xx.
        var body: [UInt8]
    }

    /// The most bytes of a body that are read.
    static let maxBytes = 1 << 20
    /// The most redirects that are followed in one fetch.
    static let maxRedirects = 3

    /// Where values of headers may stand.
    private let environment: [String: String]
    private let direct: HTTPClient
    private let proxied: HTTPClient?
    /// An error stands in the way of every https fetch: going around a proxy may be worse than not going.
    private let proxy: Result<HTTPSProxy?, FetchError>
    /// The system's CA certificates.
    private let trustStore: TrustStore
    private let names: NameLookup
    /// Seconds from the start of a request to its connection: the proxy's tunnel and the TLS handshake included.
    let connectTimeout: Double

    /// - Parameters:
    ///   - environment: where proxies, places of certificates and values of headers are looked up.
    ///   - places: where the system's certificates usually are.
    ///   - timeout: the limit for a whole fetch, in seconds. A connection must be there a little sooner, so that the error
    ///     says what was missing.
    ///   - names: resolves names before connections are made.
    init(
        environment: [String: String],
        places: TrustStorePlaces = .usual,
        timeout: Double = 60,
        names: NameLookup = .system
    ) {
        self.environment = environment
        trustStore = TrustStore(.chosen(by: environment, usual: places))
        self.names = names
        let connectTimeout = timeout * 0.9
        self.connectTimeout = connectTimeout
        direct = HTTPClient(configuration: Self.configuration(proxy: nil, connectTimeout))
        do throws(FetchError) {
            let proxy = try HTTPSProxy.read(environment)
            self.proxy = .success(proxy)
            proxied = proxy.map { HTTPClient(configuration: Self.configuration(proxy: $0.server, connectTimeout)) }
        } catch {
            proxy = .failure(error)
            proxied = nil
        }
    }

    /// Ends every connection; to be called once, before the last reference goes.
    ///
    /// The clients wait for connections that are still being made, up to their time limit; this does not wait for them.
    func shutdown() async {
        direct.shutdown { _ in }
        proxied?.shutdown { _ in }
    }

    /// Gets a page, following redirects within the same origin.
    ///
    /// Has no time limit of its own, but stops at once when its task is cancelled.
    ///
    /// - Parameters:
    ///   - validators: makes the request conditional.
    ///   - issuer: names the headers to send, unless the page is of another origin than the issuer's source, and the
    ///     authorities to trust.
    ///   - progress: is kept up to date.
    func get(
        _ start: KeyURL,
        validators: Validators?,
        for issuer: IssuerKeys,
        progress: FetchProgress = FetchProgress()
    ) async throws(FetchError) -> Page {
        let (trust, fields) = try await readFiles(for: start, of: issuer, validators)
        var url = start
        for _ in 0...Self.maxRedirects {
            let page = try await request(url, fields: fields, trust: trust, progress)
            guard [301, 302, 303, 307, 308].contains(page.status) else { return page }
            guard let location = page.headers.first(name: "Location") else {
                throw FetchError("\(url) answered \(page.status) without a Location", status: page.status)
            }
            let next = try KeyURL(location, relativeTo: url)
            guard next.hasSameOrigin(as: start) else {
                throw FetchError(
                    "\(url) redirects to \(FetchError.quote(location)): another scheme, host or port is not followed",
                    status: page.status
                )
            }
            url = next
        }
        throw FetchError("\(start) redirects more than \(Self.maxRedirects) times")
    }

    /// Whom to trust and what to send, as far as the issuer's files say so; a disk that hangs holds up no other fetch.
    private func readFiles(
        for url: KeyURL,
        of issuer: IssuerKeys,
        _ validators: Validators?
    ) async throws(FetchError) -> (ServerTrust?, HTTPHeaders) {
        guard issuer.caFile != nil || !issuer.headers.isEmpty else {
            return (try trustStore.trust(for: url, nil), try fields(for: url, of: issuer, validators))
        }
        let thread = BlockingThread("postern.fetch")
        let outcome = await thread.run(within: connectTimeout) { [self] in
            Result { () throws(FetchError) in
                (try trustStore.trust(for: url, issuer.caFile), try fields(for: url, of: issuer, validators))
            }
        }
        guard let outcome else {
            throw FetchError("`ca_file` or a file of `jwks_headers` cannot be read in time; does its disk hang?")
        }
        return try outcome.get()
    }

    /// The request's header; what the operator wrote goes before our own.
    private func fields(
        for url: KeyURL,
        of issuer: IssuerKeys,
        _ validators: Validators?
    ) throws(FetchError) -> HTTPHeaders {
        var fields: HTTPHeaders = [
            "Accept": "application/jwk-set+json, application/json", "Accept-Encoding": "identity",
            "User-Agent": "postern",
        ]
        validators?.add(to: &fields)
        if !issuer.headers.isEmpty, url.hasSameOrigin(as: try KeyURL(issuer.source.location)) {
            for header in issuer.headers {
                fields.replaceOrAdd(name: header.name, value: try header.field(environment))
            }
        }
        return fields
    }

    private func request(
        _ url: KeyURL,
        fields: HTTPHeaders,
        trust: ServerTrust?,
        _ progress: FetchProgress
    ) async throws(FetchError) -> Page {
        var request = HTTPClientRequest(url: url.description)
        request.tlsConfiguration = trust?.configuration
        request.headers = fields
        let proxy = try proxy(for: url)
        let route = FetchRoute(proxy: proxy, trust: trust?.name)
        guard let proxy else {
            _ = try await address(of: url.host, for: url, progress)
            return try await send(request, to: url, with: direct, by: route, progress)
        }
        _ = try await address(of: proxy.server.host, proxy, for: url, progress)
        guard proxy.resolvesLocally, !SystemResolver.isAddress(url.host) else {
            return try await send(request, to: url, with: proxied ?? direct, by: route, progress)
        }
        let address = try await address(of: url.host, for: url, progress)
        // The library knows of addresses for names in a client's configuration alone.
        var configuration = Self.configuration(proxy: proxy.server, connectTimeout)
        configuration.dnsOverride = [url.writtenHost: address]
        let client = HTTPClient(configuration: configuration)
        // It waits for connections that are being made, and the fetch may be over before: a proxy may hang.
        defer { client.shutdown { _ in } }
        return try await send(request, to: url, with: client, by: route, progress)
    }

    private func send(
        _ request: HTTPClientRequest,
        to url: KeyURL,
        with client: HTTPClient,
        by route: FetchRoute,
        _ progress: FetchProgress
    ) async throws(FetchError) -> Page {
        progress.beginRequest(to: url, proxy: route.proxy?.name)
        do {
            let response = try await client.execute(request, deadline: .distantFuture)
            progress.beginBody(from: url)
            let status = Int(response.status.code)
            guard 200...299 ~= status else { return Page(status: status, headers: response.headers, body: []) }
            let codings = response.headers[canonicalForm: "Content-Encoding"]
            guard codings.allSatisfy({ $0.lowercased() == "identity" }) else {
                let named = FetchError.quote(codings.joined(separator: ", "))
                throw FetchError("\(url) sent an encoded answer (\(named))", status: status)
            }
            let body = try await Self.collect(response, from: url)
            return Page(status: status, headers: response.headers, body: body)
        } catch {
            // The transport does not say which step of a connection took too long.
            if FetchError.isConnectTimeout(error) {
                progress.noteStalledConnection(to: route.proxy?.name ?? "\(url.host):\(url.port)")
                let server = route.proxy?.server
                if await accepts(server?.host ?? url.host, server?.port ?? url.port) {
                    throw FetchError(stalledConnectionTo: url, through: route.proxy)
                }
            }
            throw FetchError(failure: error, at: url, by: route)
        }
    }

    /// Whether a host takes connections at all, in the time that is left of a fetch.
    private func accepts(_ host: String, _ port: Int) async -> Bool {
        let connecting = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(Self.amount(connectTimeout / 20))
            .connect(host: host, port: port)
        guard let channel = try? await connecting.get() else { return false }
        channel.close(promise: nil)
        return true
    }

    private static func amount(_ seconds: Double) -> TimeAmount {
        .nanoseconds(Int64(min(max(seconds, 0.001), 86400) * 1e9))
    }

    /// An address of a host, the URL's own or a proxy's, in numbers.
    private func address(
        of host: String,
        _ proxy: HTTPSProxy? = nil,
        for url: KeyURL,
        _ progress: FetchProgress
    ) async throws(FetchError) -> String {
        guard !SystemResolver.isAddress(host) else { return host }
        progress.beginLookup(of: proxy == nil ? host : "\(host) (the proxy's)", for: url)
        switch await names.find(host) {
        case .found(let address): return address
        case .cancelled: throw FetchError("\(url) could not be fetched: cancelled")
        case .failed(let reason):
            let name = proxy.map { "the name of \($0.name)" } ?? "the name \(host)"
            throw FetchError("\(url) could not be fetched: \(name) could not be resolved (\(reason))")
        }
    }

    /// The proxy for a fetch; nil when there is none, or it is not to be used.
    private func proxy(for url: KeyURL) throws(FetchError) -> HTTPSProxy? {
        guard url.isHTTPS, let proxy = try proxy.get(), proxy.covers(url) else { return nil }
        return proxy
    }

    private static func collect(_ response: HTTPClientResponse, from url: KeyURL) async throws -> [UInt8] {
        let tooLarge = FetchError("\(url) sent more than \(maxBytes) bytes", status: Int(response.status.code))
        if let declared = response.headers.first(name: "Content-Length").flatMap(Int.init), declared > maxBytes {
            throw tooLarge
        }
        var body: [UInt8] = []
        for try await chunk in response.body {
            guard chunk.readableBytes <= maxBytes - body.count else { throw tooLarge }
            body.append(contentsOf: chunk.readableBytesView)
        }
        return body
    }

    private static func configuration(
        proxy: HTTPClient.Configuration.Proxy?,
        _ connectTimeout: Double
    ) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: amount(connectTimeout)),
            proxy: proxy
        )
        configuration.httpVersion = .http1Only
        // Fetches are minutes apart: a kept connection would only be a chance to find it closed.
        configuration.maximumUsesPerConnection = 1
        // One hanging tenant must not hold up the others on its host.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
        // A refused connection is an answer; when to try again is decided elsewhere.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}
