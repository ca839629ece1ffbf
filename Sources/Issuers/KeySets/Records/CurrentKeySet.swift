import JOSE
import Synchronization

/// A key set with at least one usable key, and its origin.
struct CurrentKeySet: Sendable {
    let set: JWKSet
    /// The text of the set: compared with the next response, and stored in the snapshot.
    let bytes: [UInt8]
    /// The URL that it was fetched from, or the path of the file.
    let url: String
    var validators: Validators?
    /// Unique in the process for each set.
    let generation: UInt64

    /// Parses a set; may take milliseconds per key, so not on an event loop.
    ///
    /// - Throws: ``FetchError`` when it is not a JWK set, or has no usable key.
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
            throw FetchError("\(url) is not a JWK set: \(error.message)")
        }
        guard !set.keys.isEmpty else {
            let count = set.rejections.count
            throw FetchError(
                count == 0 ? "\(url) has an empty JWK set" : "\(url) has no usable key: all \(count) were rejected",
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
