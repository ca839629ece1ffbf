import Bytes
import JOSE

/// Why an issuer's keys could not be fetched.
struct FetchError: Error, Sendable, Equatable {
    /// One sentence for the operator, without key material.
    let message: String
    /// The keys of a set without a usable one.
    let rejections: [KeyRejection]
    /// The HTTP status of the response; nil when there was none.
    var status: Int?

    init(_ message: String, status: Int? = nil, rejections: [KeyRejection] = []) {
        self.message = message
        self.status = status
        self.rejections = rejections
    }

    /// A response with an unexpected status.
    static func answered(_ status: Int, at url: KeyURL) -> FetchError {
        FetchError("\(url) answered \(status)", status: status)
    }

    /// Untrusted text, shortened and escaped for a message.
    static func quote(_ text: String) -> String {
        "`\(text.excerpt(200))`"
    }
}
