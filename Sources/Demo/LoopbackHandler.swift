import NIOCore
import NIOHTTP1

/// One connection of a ``LoopbackServer``: responds to each request after its last byte.
final class LoopbackHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let connection: Int
    private let respond: LoopbackServer.Responder
    private var head: HTTPRequestHead?
    private var bodyLength = 0

    init(connection: Int, respond: @escaping LoopbackServer.Responder) {
        self.connection = connection
        self.respond = respond
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            bodyLength = 0
        case .body(let part):
            bodyLength += part.readableBytes
        case .end:
            guard let head else { return }
            answer(head, context)
            self.head = nil
        }
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let response = respond(
            LoopbackRequest(
                method: head.method.rawValue,
                target: head.uri,
                version: head.version.description,
                headers: head.headers.map { ($0.name, $0.value) },
                bodyLength: bodyLength,
                localPort: context.localAddress?.port ?? 0,
                connection: connection
            )
        )
        var headers = HTTPHeaders(response.headers)
        headers.add(name: "Content-Length", value: String(response.body.utf8.count))
        if !head.isKeepAlive {
            headers.add(name: "Connection", value: "close")
        }
        let status = HTTPResponseStatus(statusCode: response.status)
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))),
            promise: nil
        )
        if head.method != .HEAD {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: response.body)))), promise: nil)
        }
        let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        if !head.isKeepAlive {
            let channel = context.channel
            written.whenComplete { _ in channel.close(promise: nil) }
        }
    }
}
