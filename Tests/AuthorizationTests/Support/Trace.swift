import Authorization
import JOSE
import Testing

/// The record of a decision: every check, and its description.
final class Trace {
    let observer = CheckObserver()
    var description = DecisionDescription() {
        didSet {
            // The words of a failed check are the same, whether it is observed or described afterwards.
            #expect(description.expected == observer.failure?.expected)
            #expect(description.found == observer.failure?.found)
        }
    }

    var steps: [CheckObserver.Step] { observer.steps }
    var failure: CheckObserver.Step? { observer.failure }
    var rule: String? { description.rule }
    var path: String? { description.path }
    var method: String? { description.method }
}
