import NIOCore
import NIOEmbedded
import TestSupport
import Testing

@testable import Gateway

/// A client that pipelines requests in pieces, and whose every request is known by its answer.
final class HostileClient {
    /// What a request is answered.
    private enum Expected {
        /// 401 with the number of the request's policy.
        case refused(Int)
        /// The same, as the connection's last.
        case last(Int)
        /// Alice's claims.
        case allowed
        /// Alice's claims, or 401 with the number if the key has not come.
        case either(Int)
        /// 400, as the connection's last.
        case bad
    }

    static let maxRequests = 12

    let transport: HostileTransport
    /// Whether there were too many connections.
    let isRefused: Bool
    /// Whether not everything need be answered.
    var isExcused = false
    private(set) var isHalfClosed = false
    private let client: BenchConnection
    private var stream: [UInt8] = []
    private var expected: [Expected] = []
    /// Where each request ends.
    private var ends: [Int] = []
    private var sent = 0
    /// The requests whose heads had come in part while time passed.
    private var slowRequests: Set<Int> = []

    init(_ index: Int, _ bench: WorkerBench, _ random: inout SeededGenerator) throws {
        isRefused = !bench.worker.admit()
        let socket = random.isOne(in: 3) ? nil : SocketPair()
        if random.isOne(in: 2) { socket?.narrow() }
        client = try bench.connect(isRefused: isRefused, socket: socket.map { PlainSocket(descriptor: $0.server) })
        transport = HostileTransport(
            client.channel,
            socket: socket,
            highWaterMark: Int.random(in: 100...3000, using: &random),
            received: Array(try client.answers().utf8)
        )
        try client.channel.pipeline.syncOperations.addHandler(transport, position: .first)
        for place in 0..<Int.random(in: 1...Self.maxRequests, using: &random) {
            addRequest(index * Self.maxRequests + place, &random)
        }
        client.channel.read()
    }

    private func addRequest(_ number: Int, _ random: inout SeededGenerator) {
        var lines = "GET /auth/p\(number) HTTP/1.1\r\nHost: h\r\n"
        switch Int.random(in: 0..<40, using: &random) {
        case 0:
            lines += "Connection: close\r\n"
            expected.append(.last(number))
        case 1:
            lines = "GET / HTTP/9.9\r\n"
            expected.append(.bad)
        case 2..<8:
            lines += "Authorization: Bearer \(Fixtures.tokenOne)\r\n"
            expected.append(.allowed)
        case 8..<16:
            lines += "Authorization: Bearer \(Fixtures.tokenTwo)\r\n"
            expected.append(.either(number))
        default: expected.append(.refused(number))
        }
        // So many that their answers are sent in parts.
        let copies = random.isOne(in: 150) ? 400 : 1
        expected += Array(repeating: expected[expected.count - 1], count: copies - 1)
        for _ in 0..<copies {
            stream += Array("\(lines)\r\n".utf8)
            ends.append(stream.count)
        }
    }

    var isActive: Bool { client.channel.isActive }

    private var isWhole: Bool { sent == 0 || ends.contains(sent) }

    /// How many requests were sent whole.
    private var count: Int { ends.count { $0 <= sent } }

    // MARK: What a client does

    /// Sends a piece in a read cycle, if the server reads.
    ///
    /// - Parameter breaks: whether the client breaks off in the same cycle.
    func send(upTo length: Int, breaks: Bool = false) {
        guard isActive, !isHalfClosed, sent < stream.count, transport.takeRead() else { return }
        deliver(length)
        if breaks { breakOff(byError: length % 2 == 0) } else { completeRead() }
    }

    /// Ends its side; the transport delivers everything that came before, whether the server reads or not.
    func endOutput(after length: Int, _ random: inout SeededGenerator) {
        guard isActive, !isHalfClosed else { return }
        let end = sent + length
        while isActive, sent < min(end, stream.count) {
            deliver(Int.random(in: 1...max(1, end - sent), using: &random))
            completeRead()
        }
        isHalfClosed = true
        guard isActive else { return }
        client.channel.pipeline.fireChannelReadComplete()
        client.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        guard transport.hasClosedOutput else { return }
        client.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.outputClosed)
    }

    /// Breaks off.
    func breakOff(byError: Bool) {
        isExcused = true
        guard isActive else { return }
        if byError {
            client.channel.pipeline.fireErrorCaught(ChannelError.ioOnClosedChannel)
        } else {
            client.channel.close(promise: nil)
        }
    }

    /// Has the next write through the channel fail, which delivers so many pieces within it.
    func failWrites(delivering pieces: [Int], junk: Int) {
        transport.failure = { [unowned self] in
            isExcused = true
            for piece in pieces where !isHalfClosed { deliver(piece) }
            if junk > 0, !isHalfClosed {
                client.channel.pipeline.fireChannelRead(ByteBuffer(repeating: UInt8(ascii: "x"), count: junk))
            }
            client.channel.pipeline.fireChannelReadComplete()
        }
    }

    /// Time is about to pass.
    func letTimePass() {
        if !isWhole { slowRequests.insert(count) }
        if transport.isSlow || !client.channel.isWritable { isExcused = true }
    }

    /// Takes everything, and sends the rest.
    func proceed() {
        transport.isSlow = false
        transport.failure = nil
        transport.take()
        send(upTo: stream.count)
    }

    private func deliver(_ length: Int) {
        let end = min(sent + length, stream.count)
        guard sent < end, isActive else { return }
        let piece = stream[sent..<end]
        sent = end
        client.channel.pipeline.fireChannelRead(ByteBuffer(bytes: piece))
    }

    private func completeRead() {
        client.channel.pipeline.fireChannelReadComplete()
        if isActive { client.channel.read() }
    }

    // MARK: What it must have received

    /// Its own answers in order, and all of them unless it is excused.
    func check(_ seed: UInt64) {
        transport.takeDirect()
        let text = String(decoding: transport.received, as: UTF8.self)
        var answers = text.split(separator: "\r\n\r\n", omittingEmptySubsequences: false)
        let rest = answers.removeLast()
        if isRefused {
            #expect(text == Answers.full, "seed \(seed)")
            return
        }
        var hasEnded = false
        for (index, answer) in answers.enumerated() {
            #expect(!hasEnded, "an answer after the last one, seed \(seed)")
            hasEnded = answer.contains("\r\nConnection: close")
            let isOwn = index < count && matches(answer, expected[index])
            let isTimeout = slowRequests.contains(index) && answer.hasPrefix("HTTP/1.1 408 ")
            #expect(isOwn || isTimeout, "answer \(index) is not its own, seed \(seed): \(answer)")
        }
        guard !isExcused else { return }
        #expect(rest.isEmpty, "an answer is not whole, seed \(seed)")
        #expect(hasEnded || answers.count == count, "\(answers.count) answers to \(count), seed \(seed)")
        #expect(hasEnded || sent == stream.count || isHalfClosed, "reading has stopped, seed \(seed)")
        #expect(!isHalfClosed || !isActive, "open after both have ended, seed \(seed)")
        #expect(client.connection.unreadBytes == 0, "seed \(seed)")
    }

    private func matches(_ answer: Substring, _ expected: Expected) -> Bool {
        let isAllowed = answer.hasPrefix("HTTP/1.1 200 ") && answer.contains("X-Auth-Subject: alice")
        func isRefused(_ number: Int) -> Bool {
            answer.hasPrefix("HTTP/1.1 401 ") && answer.contains("\"https://r/\(number)\"") && !answer.contains("alice")
        }
        return switch expected {
        case .refused(let number): isRefused(number)
        case .last(let number): isRefused(number) && answer.contains("Connection: close")
        case .allowed: isAllowed
        case .either(let number): isAllowed || isRefused(number)
        case .bad: answer.hasPrefix("HTTP/1.1 400 ")
        }
    }
}
