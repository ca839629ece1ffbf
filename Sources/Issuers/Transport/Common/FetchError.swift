import Bytes
import JOSE

/// Why an issuer's keys could not be had.
struct FetchError: Error, Sendable, Equatable {
    /// One sentence for the operator, without key material.
    let message: String
    /// The keys of an answer that had no usable one.
    let rejections: [KeyRejection]
    /// The HTTP status of the answer that was no good; nil when there was no answer.
    var status: Int?

    init(_ message: String, status: Int? = nil, rejections: [KeyRejection] = []) {
        self.message = message
        self.status = status
        self.rejections = rejections
    }

    /// An answer that is none of the good ones.
    static func answered(_ status: Int, at url: KeyURL) -> FetchError {
        FetchError("\(url) answered \(status)", status: status)
    }

    /// A stranger's text, short and harmless enough for a message.
    static func quote(_ text: String) -> String {
        "`\(text.excerpt(200))`"
    }
}
