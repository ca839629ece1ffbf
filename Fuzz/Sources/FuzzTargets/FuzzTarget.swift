/// Something that reads hostile bytes, and what must hold whatever the bytes are.
public protocol FuzzTarget: SendableMetatype {
    static var name: String { get }

    init()

    /// Reads one input; earlier inputs may have left storage behind, and must not matter.
    ///
    /// - Returns: whether the input was accepted, so that it can be seen that both happens.
    /// - Throws: the invariant that the input breaks.
    mutating func read(_ input: [UInt8]) throws(Finding) -> Bool
}

/// Every target, in the order of the rooms.
public let fuzzTargets: [any FuzzTarget.Type] = [
    Base64URLTarget.self, JSONTarget.self, JWKSetTarget.self, TokenTarget.self, AuthorizeTarget.self,
    RequestHeadTarget.self, AnswerTarget.self,
]
