/// A hash of member names that nobody can foresee.
///
/// Takes a name for a polynomial over the integers modulo 2^61 - 1, seven bytes a coefficient, and evaluates it at a
/// point that is drawn at random: two names of n coefficients meet at no more than n of the 2^61 points.
struct JSONNameHash {
    private static let prime: UInt64 = 1 << 61 - 1
    private static let bytesInWord = 7

    private let point: UInt64

    /// - Parameter point: fixed by tests; drawn at random otherwise.
    init(point: UInt64 = .random(in: 1 << 32..<prime)) {
        self.point = point
    }

    func value(of name: JSONNode, ofObject object: Int, in bytes: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0
        var word: UInt64 = 0
        var length = 0
        var cursor = JSONStringCursor(name)
        while let byte = cursor.next(in: bytes) {
            word = word << 8 | UInt64(byte)
            length += 1
            guard length % Self.bytesInWord == 0 else { continue }
            hash = step(hash, word)
            word = 0
        }
        // With the length, since a word does not show its leading zero bytes.
        return step(step(hash, word), UInt64(object) << 29 ^ UInt64(length))
    }

    /// One step of Horner's rule; the value stays below 2^61 + 8.
    private func step(_ hash: UInt64, _ coefficient: UInt64) -> UInt64 {
        let (high, low) = (hash &+ coefficient).multipliedFullWidth(by: point)
        let sum = (low & Self.prime) &+ (high << 3 | low >> 61)
        return (sum & Self.prime) &+ sum >> 61
    }
}
