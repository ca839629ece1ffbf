import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// An identity provider on a real socket that misbehaves as configured, and counts its requests.
final class FaultyProvider: Sendable {
    /// What a path answers.
    enum Behaviour: Sendable {
        case answer(status: Int = 200, headers: [(String, String)] = [], body: [UInt8])
        /// 304 when the request's If-None-Match is the tag, else 200 with it.
        case tagged(String, headers: [(String, String)] = [], body: [UInt8])
        case redirect(to: String, status: Int = 302)
        /// Takes the request and says nothing.
        case hang
        /// Promises the whole body, sends one byte every so many milliseconds.
        case drip(every: Int64, status: Int = 200, body: [UInt8])
        /// Promises the whole body, sends half of it and closes.
        case truncate(body: [UInt8])
        /// Sends the head of a 200 at once, then chunks until the other side gives up.
        case endless
        /// A header that does not end.
        case endlessHead
        /// Interim answers that do not end (RFC 9110 section 15.2).
        case endlessInterim
        /// Closes without a word.
        case close
        /// Bytes that are no HTTP.
        case garbage
    }

    /// One request that came in.
    struct Request: Sendable {
        var path: String
        var headers: HTTPHeaders
    }

    let port: Int
    private let scheme: String
    private let channel: any Channel
    private let state: ProviderState

    /// Listens on the loopback interface.
    ///
    /// - Parameters:
    ///   - host: an address of this machine.
    ///   - port: 0 for any.
    ///   - tls: the certificate to show; nil for plain HTTP.
    static func start(
        host: String = "127.0.0.1",
        port: Int = 0,
        tls: TLSConfiguration? = nil
    ) async throws -> FaultyProvider {
        let state = ProviderState()
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 1024)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    state.opened(channel)
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
                    try channel.pipeline.syncOperations.addHandler(ProviderHandler(state: state))
                }
            }
            .bind(host: host, port: port).get()
        return FaultyProvider(channel: channel, scheme: tls == nil ? "http" : "https", state: state)
    }

    private init(channel: any Channel, scheme: String, state: ProviderState) {
        self.channel = channel
        self.scheme = scheme
        self.state = state
        port = channel.localAddress?.port ?? 0
    }

    func url(_ path: String = "/keys", host: String? = nil) -> String {
        "\(scheme)://\(host ?? (scheme == "https" ? "localhost" : "127.0.0.1")):\(port)\(path)"
    }

    func set(_ path: String = "/keys", _ behaviour: Behaviour) {
        state.set(path, behaviour)
    }

    /// Serves a set, without headers.
    func serve(_ body: [UInt8], at path: String = "/keys") {
        set(path, .answer(body: body))
    }

    /// Every request so far.
    var requests: [Request] { state.requests }

    func count(_ path: String = "/keys") -> Int {
        requests.count { $0.path == path }
    }

    /// How many connections are open.
    var connections: Int { state.connections }
    /// The most connections that were open at once.
    var maxConnections: Int { state.maxConnections }
    /// How many bytes of body went out at most on one connection.
    var maxBodyBytes: Int { state.maxBodyBytes }

    /// Stops listening and cuts every connection.
    func stop() async throws {
        try await channel.close().get()
        state.closeAll()
    }
}
