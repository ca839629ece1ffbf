import JOSE
import Synchronization

/// A set with at least one usable key, and what is known about where it came from.
struct HeldKeys: Sendable {
    let set: JWKSet
    /// The set's text: what an answer is compared with, and what a snapshot keeps.
    let bytes: [UInt8]
    /// Where it was fetched from, or the file's path.
    let url: String
    var validators: Validators?
    /// Never the same for two sets in one process.
    let generation: UInt64

    /// Parses a set, which may take milliseconds a key: not for an event loop.
    ///
    /// - Throws: ``FetchError`` when it is no JWK set, or no key of it is usable.
    init(
        parsing bytes: [UInt8],
        from url: String,
        issuer: String,
        validators: Validators? = nil,
        trust: JWKSet.Trust
    ) throws(FetchError) {
        do {
            set = try JWKSet(parsing: bytes, trust: trust, issuer: issuer)
        } catch {
            throw FetchError("\(url) holds no JWK set: \(error.message)")
        }
        guard !set.keys.isEmpty else {
            let count = set.rejections.count
            throw FetchError(
                count == 0 ? "\(url) holds an empty JWK set" : "\(url) holds no usable key: all \(count) were rejected",
                rejections: set.rejections
            )
        }
        self.bytes = bytes
        self.url = url
        self.validators = validators
        generation = Self.generations.wrappingAdd(1, ordering: .relaxed).newValue
    }

    private static let generations = Atomic<UInt64>(0)
}
