import Authorization
import ProxyProtocol

/// What one request is read and answered with; the room is kept for the next.
///
/// All in one, so that there is one check at run time that nobody else uses it, and not one for each step.
struct RequestRoom {
    var parser = RequestHeadParser()
    var subrequest = Subrequest()
    /// The answer's own header fields.
    var fields = AnswerFields()
}
