/// A keyed hash of member names: an attacker cannot predict it without the random secret.
///
/// Seven bytes at a time are multiplied by the secret, and the product's upper half is folded onto its lower one.
struct JSONNameHash {
    private let secret: UInt64

    /// - Parameter secret: random by default; fixed in tests.
    init(secret: UInt64 = .random(in: .min ... .max)) {
        self.secret = secret | 1
    }

    func value(of name: JSONNode, ofObject object: UInt32, in bytes: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0
        if name.isEscaped {
            var cursor = JSONStringCursor(name)
            while let word = ShortWord(next: &cursor, in: bytes) { hash = mixed(hash ^ word.bits) }
        } else {
            var start = Int(name.start)
            while start < Int(name.end) {
                let end = min(start + ShortWord.maxLength, Int(name.end))
                hash = mixed(hash ^ ShortWord(bytes, start..<end).bits)
                start = end
            }
        }
        return mixed(hash ^ UInt64(object))
    }

    private func mixed(_ word: UInt64) -> UInt64 {
        let (high, low) = word.multipliedFullWidth(by: secret)
        return high ^ low
    }
}
