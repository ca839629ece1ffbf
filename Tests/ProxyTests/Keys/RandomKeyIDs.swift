import JOSE
import Synchronization

/// Tokens that anybody could make: all is right with them but the key and the signature.
final class RandomKeyIDs: Sendable {
    private let rest: String
    private let seed = UInt64.random(in: 0 ... .max)

    /// - Parameter token: a good token, whose claims they have.
    init(like token: String) {
        let parts = token.split(separator: ".")
        rest = ".\(parts[1]).\(parts[2])"
    }

    /// A token that names a key which no other one names.
    func token(_ number: Int) -> String {
        Base64URL.encode(Array(#"{"alg":"EdDSA","kid":"\#(seed)-\#(number)"}"#.utf8)) + rest
    }
}
