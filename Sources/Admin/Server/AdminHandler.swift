import NIOCore
import NIOHTTP1

/// Answers the requests of one admin connection in order.
///
/// `HTTPServerPipelineHandler` delays pipelined requests until the current one is answered.
final class AdminHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let pages: AdminPages
    private var request: HTTPRequestHead?
    private var isAnswering = false
    private var isInputClosed = false

    init(pages: AdminPages) {
        self.pages = pages
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            request = head
        case .body:
            // No page reads a body.
            break
        case .end:
            guard let request else { return }
            self.request = nil
            answer(request, context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            isInputClosed = true
            if !isAnswering { context.close(promise: nil) }
        case is IdleStateHandler.IdleStateEvent:
            context.close(promise: nil)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        isAnswering = true
        let promise = context.eventLoop.makePromise(of: AdminResponse.self)
        promise.completeWithTask { [pages] in
            await AdminResponse.make(request.method, request.uri, pages: pages)
        }
        promise.futureResult.assumeIsolated().whenSuccess { answer in
            self.write(answer, to: request, context)
        }
    }

    private func write(_ answer: AdminResponse, to request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        isAnswering = false
        guard context.channel.isActive else { return }
        let isLast = !request.isKeepAlive || isInputClosed
        var head = HTTPResponseHead(version: request.version, status: answer.status)
        head.headers.add(name: "Content-Type", value: answer.contentType)
        head.headers.add(name: "Content-Length", value: String(answer.body.count))
        head.headers.add(name: "Cache-Control", value: "no-store")
        head.headers.add(name: "X-Content-Type-Options", value: "nosniff")
        head.headers.add(name: "Content-Security-Policy", value: answer.policy)
        head.headers.add(name: "Referrer-Policy", value: "no-referrer")
        if let allow = answer.allow { head.headers.add(name: "Allow", value: allow) }
        if isLast { head.headers.add(name: "Connection", value: "close") }
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        if request.method != .HEAD {
            context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
        }
        let promise = isLast ? context.eventLoop.makePromise(of: Void.self) : nil
        promise?.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: promise)
    }
}
