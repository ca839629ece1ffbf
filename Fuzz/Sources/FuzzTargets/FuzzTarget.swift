/// A parser of hostile bytes with its invariants.
public protocol FuzzTarget: SendableMetatype {
    static var name: String { get }

    init()

    /// Reads one input; storage left by earlier inputs must not matter.
    ///
    /// - Returns: whether the input was accepted, so that a test can check that both happen.
    /// - Throws: the invariant that the input breaks.
    mutating func read(_ input: [UInt8]) throws(Finding) -> Bool
}

/// Every target, in the order of the modules.
public let fuzzTargets: [any FuzzTarget.Type] = [
    Base64URLTarget.self, JSONTarget.self, JWKSetTarget.self, TokenTarget.self, AuthorizeTarget.self,
    RequestHeadTarget.self, AnswerTarget.self,
]
