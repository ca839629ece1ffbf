import Authorization
import ProxyProtocol

/// What one request is read and answered with; the storage is used again for the next.
struct RequestScratch {
    var parser = RequestHeadParser()
    var question = Subrequest()
    /// The answer's own header fields.
    var fields = AnswerFields()
}
