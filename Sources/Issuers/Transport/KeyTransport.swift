import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// Gets one page over HTTP, with limits for untrusted servers.
final class KeyTransport: Sendable {
    /// The response.
    struct Page: Sendable {
        var status: Int
        var headers: HTTPHeaders
        /// Empty unless the status is 2xx.
        var body: [UInt8]
    }

    /// The maximum number of bytes of a body.
    static let maxBytes = 1 << 20
    /// The maximum number of redirects in one fetch.
    static let maxRedirects = 3

    /// Where the values of headers are looked up.
    private let environment: [String: String]
    private let direct: HTTPClient
    private let proxied: HTTPClient?
    /// An error fails every https fetch: bypassing a proxy may be worse than not fetching.
    private let proxy: Result<HTTPSProxy?, FetchError>
    /// The system's CA certificates.
    private let trustStore: TrustStore
    private let names: NameLookup
    /// Seconds from the start of a request to its connection, including the proxy's tunnel and the TLS handshake.
    let connectTimeout: Double

    /// - Parameters:
    ///   - environment: contains proxies, paths of certificates and values of headers.
    ///   - paths: the usual paths of the system's CA certificates.
    ///   - timeout: the time limit for a whole fetch, in seconds. The limit for a connection is a little shorter, so that
    ///     the error says what was missing.
    ///   - names: resolves names before connections are made.
    init(
        environment: [String: String],
        paths: TrustStorePaths = .usual,
        timeout: Double = 60,
        names: NameLookup = .system
    ) {
        self.environment = environment
        trustStore = TrustStore(.chosen(by: environment, usual: paths))
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

    /// Closes every connection; call once, before the last reference goes.
    ///
    /// The clients wait for connections that are being established, up to their time limit; this method does not.
    func shutdown() async {
        direct.shutdown { _ in }
        proxied?.shutdown { _ in }
    }

    /// Gets a page, following redirects within the same origin.
    ///
    /// Has no time limit, but stops at once when its task is cancelled.
    ///
    /// - Parameters:
    ///   - start: the URL of the page.
    ///   - validators: makes the request conditional (RFC 9110 section 13.1).
    ///   - issuer: has the headers for the origin of its source, and the CA certificates to trust.
    ///   - progress: is updated at each step.
    /// - Returns: the response.
    /// - Throws: ``FetchError`` when there is no usable response.
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

    /// Reads CA certificates and header values from the issuer's files; a disk that hangs delays no other fetch.
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
            throw FetchError("`ca_file` or a file of `jwks_headers` cannot be read in time; is its disk hanging?")
        }
        return try outcome.get()
    }

    /// The header of the request; configured fields replace our own.
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
        // The library accepts addresses for names only in the configuration of a client.
        var configuration = Self.configuration(proxy: proxy.server, connectTimeout)
        configuration.dnsOverride = [url.writtenHost: address]
        let client = HTTPClient(configuration: configuration)
        // It waits for connections that are being established, and the fetch may end earlier: a proxy may hang.
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
                throw FetchError("\(url) sent an encoded response (\(named))", status: status)
            }
            let body = try await Self.collect(response, from: url)
            return Page(status: status, headers: response.headers, body: body)
        } catch {
            // The transport does not say which step of a connection took too long.
            if FetchError.isConnectTimeout(error) {
                progress.recordStalledConnection(to: route.proxy?.name ?? "\(url.host):\(url.port)")
                let server = route.proxy?.server
                if await accepts(server?.host ?? url.host, server?.port ?? url.port) {
                    throw FetchError(stalledConnectionTo: url, through: route.proxy)
                }
            }
            throw FetchError(failure: error, at: url, by: route)
        }
    }

    /// Whether a host accepts connections, within the remaining time of a fetch.
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

    /// The address of the URL's host or of the proxy, in numeric form.
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

    /// The proxy for a fetch; nil when there is none, or an exception matches.
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
        // Fetches are minutes apart: a kept connection would often be closed by then.
        configuration.maximumUsesPerConnection = 1
        // One hanging tenant must not delay the others on its host.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
        // A refused connection is a result; the schedule decides when to retry.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}
