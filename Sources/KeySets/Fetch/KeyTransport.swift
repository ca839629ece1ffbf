import AsyncHTTPClient
import NIOCore
import NIOHTTP1

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
    static let mostBytes = 1 << 20
    /// The most redirects that are followed in one fetch.
    static let mostRedirects = 3

    /// Where values of headers may stand.
    private let environment: [String: String]
    private let direct: HTTPClient
    private let proxied: HTTPClient?
    /// An error stands in the way of every https fetch: going around a proxy may be worse than not going.
    private let proxy: Result<HTTPSProxy?, FetchError>
    /// Where the system's authorities are.
    let places: TrustStorePlaces
    let trustStore: TrustStore

    /// - Parameters:
    ///   - environment: where proxies, places of certificates and values of headers are looked up.
    ///   - places: where the system's certificates usually are.
    init(environment: [String: String], places: TrustStorePlaces = .usual) {
        self.environment = environment
        self.places = .chosen(by: environment, usual: places)
        trustStore = TrustStore(self.places)
        direct = HTTPClient(configuration: Self.configuration(proxy: nil))
        do throws(FetchError) {
            let proxy = try HTTPSProxy.read(environment)
            self.proxy = .success(proxy)
            proxied = proxy.map { HTTPClient(configuration: Self.configuration(proxy: $0.server)) }
        } catch {
            proxy = .failure(error)
            proxied = nil
        }
    }

    /// Ends every connection; to be called once, before the last reference goes.
    func shutdown() async {
        try? await direct.shutdown()
        try? await proxied?.shutdown()
    }

    /// Gets a page, following redirects within the same origin.
    ///
    /// Has no time limit of its own, but stops at once when its task is cancelled.
    ///
    /// - Parameters:
    ///   - validators: makes the request conditional.
    ///   - issuer: names the headers to send, unless the page is of another origin than the issuer's source, and the
    ///     authorities to trust.
    func get(_ start: KeyURL, validators: Validators?, for issuer: IssuerKeys) async throws(FetchError) -> Page {
        let trust = try trust(for: start, issuer.caFile)
        let fields = try fields(for: start, of: issuer, validators)
        var url = start
        for _ in 0...Self.mostRedirects {
            let page = try await request(url, fields: fields, trust: trust)
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
        throw FetchError("\(start) redirects more than \(Self.mostRedirects) times")
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
        trust: Trust?
    ) async throws(FetchError) -> Page {
        var request = HTTPClientRequest(url: url.description)
        request.tlsConfiguration = trust?.configuration
        request.headers = fields
        let proxy = try proxy(for: url)
        let route = FetchRoute(proxy: proxy, trust: trust?.name)
        guard let proxy else { return try await send(request, to: url, with: direct, by: route) }
        guard proxy.resolvesLocally, !IPNetwork.isAddress(url.host) else {
            return try await send(request, to: url, with: proxied ?? direct, by: route)
        }
        // The library knows of addresses for names in a client's configuration alone.
        var configuration = Self.configuration(proxy: proxy.server)
        configuration.dnsOverride = [url.writtenHost: try await NameLookup.address(of: url.host)]
        let client = HTTPClient(configuration: configuration)
        // It waits for attempts to connect, and the fetch may be over before: a proxy may hang.
        defer { Task { try? await client.shutdown() } }
        return try await send(request, to: url, with: client, by: route)
    }

    private func send(
        _ request: HTTPClientRequest,
        to url: KeyURL,
        with client: HTTPClient,
        by route: FetchRoute
    ) async throws(FetchError) -> Page {
        do {
            let response = try await client.execute(request, deadline: .distantFuture)
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
            throw FetchError(failure: error, at: url, by: route)
        }
    }

    /// The proxy for a fetch; nil when there is none, or it is not to be used.
    func proxy(for url: KeyURL) throws(FetchError) -> HTTPSProxy? {
        guard url.isHTTPS, let proxy = try proxy.get(), proxy.covers(url) else { return nil }
        return proxy
    }

    private static func collect(_ response: HTTPClientResponse, from url: KeyURL) async throws -> [UInt8] {
        let tooLarge = FetchError("\(url) sent more than \(mostBytes) bytes", status: Int(response.status.code))
        if let declared = response.headers.first(name: "Content-Length").flatMap(Int.init), declared > mostBytes {
            throw tooLarge
        }
        var body: [UInt8] = []
        for try await chunk in response.body {
            guard chunk.readableBytes <= mostBytes - body.count else { throw tooLarge }
            body.append(contentsOf: chunk.readableBytesView)
        }
        return body
    }

    private static func configuration(proxy: HTTPClient.Configuration.Proxy?) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(60)),
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
