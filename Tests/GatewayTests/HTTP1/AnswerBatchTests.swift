import NIOCore
import TestSupport
import Testing

@testable import Gateway

@Suite("A batch gives each owner its own bytes, in order")
struct AnswerBatchTests {
    private final class Owner {
        let number: Int
        var expected: [UInt8] = []
        var received: [UInt8] = []

        init(_ number: Int) { self.number = number }
    }

    @Test("Nothing is delivered twice, and an empty batch delivers nothing")
    func deliversOnce() {
        let batch = ByteBatch<Owner>()
        let owner = Owner(0)
        batch.drain { _, _ in Issue.record("nothing is there") }
        batch.append(ByteBuffer(string: "ab"), for: owner)
        #expect(batch.count == 1)
        #expect(batch.byteCount == 2)
        batch.drain { $0.received += $1.readableBytesView }
        batch.drain { _, _ in Issue.record("nothing is there") }
        #expect(owner.received == Array("ab".utf8))
        #expect(batch.isEmpty)
        #expect(batch.byteCount == 0)
    }

    @Test("What an owner appends twice in a row is one piece")
    func joins() {
        let batch = ByteBatch<Owner>()
        let (one, two) = (Owner(1), Owner(2))
        for owner in [one, one, two, one, one] { batch.append(ByteBuffer(string: "\(owner.number)"), for: owner) }
        #expect(batch.count == 3)
        var pieces: [String] = []
        batch.drain { pieces.append(String(buffer: $1)) }
        #expect(pieces == ["11", "2", "11"])
    }

    @Test("A writer that fills in less than it announced leaves no gap")
    func leavesNoGap() {
        let batch = ByteBatch<Owner>()
        let (one, two) = (Owner(1), Owner(2))
        for (owner, byte) in [(one, UInt8(ascii: "1")), (two, UInt8(ascii: "2"))] {
            batch.append(for: owner, maxLength: 100) { room in
                room[0] = byte
                return 1
            }
        }
        batch.drain { $0.received += $1.readableBytesView }
        #expect(one.received == [UInt8(ascii: "1")])
        #expect(two.received == [UInt8(ascii: "2")])
    }

    @Test("Bytes that somebody keeps stay as they were")
    func keepsValues() {
        let batch = ByteBatch<Owner>()
        let owner = Owner(0)
        var kept: [ByteBuffer] = []
        for round in 0..<10 {
            batch.append(ByteBuffer(string: "\(round)"), for: owner)
            batch.drain { kept.append($1) }
        }
        #expect(kept.map { String(buffer: $0) } == (0..<10).map(String.init))
    }

    /// Whatever happens while bytes are delivered: more is appended, others are drained, within each other.
    @Test("Any interleaving of appends and drains, nested ones included", arguments: 0..<200 as Range<UInt64>)
    func interleaves(seed: UInt64) {
        var random = SeededGenerator(seed)
        let batch = ByteBatch<Owner>()
        let owners = (0..<5).map(Owner.init)
        var serial: UInt8 = 0

        func append() {
            let owner = random.one(of: owners)
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                serial &+= 1
                return UInt8(owner.number) << 5 | serial & 0x1F
            }
            owner.expected += bytes
            if Bool.random(using: &random) {
                batch.append(ByteBuffer(bytes: bytes), for: owner)
            } else {
                batch.append(for: owner, maxLength: bytes.count + Int.random(in: 0...9, using: &random)) { room in
                    room.copyBytes(from: bytes)
                    return bytes.count
                }
            }
        }

        func drain(depth: Int) {
            batch.drain { owner, bytes in
                owner.received += bytes.readableBytesView
                while depth < 4, random.isOne(in: 3) { append() }
                if depth < 4, random.isOne(in: 4) { drain(depth: depth + 1) }
            }
        }

        for _ in 0..<60 {
            if random.isOne(in: 4) { drain(depth: 0) } else { append() }
            for owner in owners { #expect(owner.expected.starts(with: owner.received)) }
        }
        drain(depth: 4)
        for owner in owners { #expect(owner.received == owner.expected) }
        #expect(batch.isEmpty)
    }
}
