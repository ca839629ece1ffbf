/// Different messages with their signatures, taken in turn.
///
/// Verifying one again and again is faster than what a service does: the processor learns each branch that it leads to.
final class SignedMessages {
    typealias Element = (message: [UInt8], signature: [UInt8])

    let all: [Element]
    private var next = 0

    init(_ all: [Element]) {
        self.all = all
    }

    /// The message after the last one that was taken; after all of them the first again.
    func take() -> Element {
        next = next + 1 == all.count ? 0 : next + 1
        return all[next]
    }

    /// Compact JWS, one for each message.
    var tokens: [[UInt8]] {
        all.map { $0.message + [UInt8(ascii: ".")] + Array(base64($0.signature).utf8) }
    }
}
