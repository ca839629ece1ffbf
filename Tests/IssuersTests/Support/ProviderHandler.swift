import NIOCore
import NIOHTTP1

/// Answers one connection of a provider, byte by byte: an encoder would correct its errors.
final class ProviderHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private let state: ProviderState

    init(state: ProviderState) {
        self.state = state
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data) else { return }
        let request = FaultyProvider.Request(path: head.uri, headers: head.headers)
        let missing = FaultyProvider.Behaviour.answer(status: 404, body: [])
        switch state.behaviour(for: request) ?? missing {
        case .answer(let status, let headers, let body):
            answer(context, status, headers, body)
        case .tagged(let tag, let headers, let body):
            let isKnown = head.headers["If-None-Match"] == [tag]
            answer(context, isKnown ? 304 : 200, headers + [("ETag", tag)], isKnown ? [] : body)
        case .redirect(let target, let status):
            answer(context, status, [("Location", target)], [])
        case .hang:
            break
        case .drip(let interval, let status, let body):
            start(context, status, [("Content-Length", "\(body.count)")])
            drip(context, body[...], .milliseconds(interval))
        case .truncate(let body):
            start(context, 200, [("Content-Length", "\(body.count)")])
            send(context, body.prefix(body.count / 2))
            context.close(promise: nil)
        case .endless:
            start(context, 200, [])
            flood(context, Array(repeating: 0x20, count: 64 << 10), sent: 0)
        case .endlessHead:
            send(context, "HTTP/1.1 200 Fine\r\n".utf8)
            let line = "X-Long: \(String(repeating: "x", count: 100))\r\n"
            flood(context, Array(String(repeating: line, count: 500).utf8), sent: 0)
        case .endlessInterim:
            flood(context, Array(String(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n", count: 500).utf8), sent: 0)
        case .close:
            context.close(promise: nil)
        case .garbage:
            send(context, "SSH-2.0-nonsense\r\n\r\n".utf8)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func send(_ context: ChannelHandlerContext, _ bytes: some Sequence<UInt8>) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }

    private func start(_ context: ChannelHandlerContext, _ status: Int, _ headers: [(String, String)]) {
        let lines = headers.map { "\($0): \($1)\r\n" }.joined()
        send(context, "HTTP/1.1 \(status) Whatever\r\n\(lines)\r\n".utf8)
    }

    private func answer(
        _ context: ChannelHandlerContext,
        _ status: Int,
        _ headers: [(String, String)],
        _ body: [UInt8]
    ) {
        start(context, status, headers + (status == 304 ? [] : [("Content-Length", "\(body.count)")]))
        state.sent(body.count)
        send(context, body)
    }

    private func drip(_ context: ChannelHandlerContext, _ rest: ArraySlice<UInt8>, _ interval: TimeAmount) {
        guard let byte = rest.first, context.channel.isActive else { return }
        send(context, [byte])
        context.eventLoop.assumeIsolated().scheduleTask(in: interval) {
            self.drip(context, rest.dropFirst(), interval)
        }
    }

    private func flood(_ context: ChannelHandlerContext, _ bytes: [UInt8], sent: Int) {
        let chunk = ByteBuffer(bytes: bytes)
        context.writeAndFlush(wrapOutboundOut(chunk)).assumeIsolated().whenSuccess {
            self.state.sent(sent + chunk.readableBytes)
            self.flood(context, bytes, sent: sent + chunk.readableBytes)
        }
    }
}
