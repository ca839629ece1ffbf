import Authorization
import Testing

@testable import Gateway

@Suite("The waiting room")
struct WaitingRoomTests {
    private final class Waiter {}

    private func expect(_ found: [Waiter], _ expected: [Waiter]) {
        #expect(found.map(ObjectIdentifier.init) == expected.map(ObjectIdentifier.init))
    }

    private static let first = Need.keys(IssuerID(0))
    private static let second = Need.keys(IssuerID(1))

    @Test("Those who have a need are taken, in the order in which they came, and nobody else")
    func takes() {
        var room = WaitingRoom<Waiter>(capacity: 10)
        let waiters = (0..<4).map { _ in Waiter() }
        for (index, waiter) in waiters.enumerated() {
            room.add(waiter, for: index % 2 == 0 ? Self.first : Self.second, until: 100)
        }
        expect(room.take(Self.first), [waiters[0], waiters[2]])
        #expect(room.count == 2)
        expect(room.take(Self.first), [])
        expect(room.takeAll(), [waiters[1], waiters[3]])
        #expect(room.count == 0)
    }

    @Test("It is full at its capacity, and has room again when one leaves")
    func fills() {
        var room = WaitingRoom<Waiter>(capacity: 2)
        let waiters = (0..<2).map { _ in Waiter() }
        for waiter in waiters {
            #expect(!room.isFull)
            room.add(waiter, for: Self.first, until: 100)
        }
        #expect(room.isFull)
        room.remove(waiters[0], for: Self.first)
        #expect(!room.isFull)
        // Neither twice, nor for another need.
        room.remove(waiters[0], for: Self.first)
        room.remove(waiters[1], for: Self.second)
        #expect(room.count == 1)
    }

    @Test("Who waits too long is taken, at the deadline and not before")
    func expires() {
        var room = WaitingRoom<Waiter>(capacity: 10)
        let waiters = (0..<3).map { _ in Waiter() }
        for (index, waiter) in waiters.enumerated() {
            room.add(waiter, for: index == 1 ? Self.second : Self.first, until: 5 + index)
        }
        expect(room.takeExpired(at: 4), [])
        expect(room.takeExpired(at: 5), [waiters[0]])
        expect(room.takeExpired(at: 6), [waiters[1]])
        #expect(room.count == 1)
        expect(room.takeExpired(at: 100), [waiters[2]])
        #expect(room.count == 0)
    }
}
