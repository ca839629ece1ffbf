/// What one claim of a token must be: every operator that is given must hold.
///
/// A claim that the token lacks meets no condition, ``not`` included. Lists are any-of, ``not`` is none-of. Values are
/// JSON texts, compared as JSON values: numbers exactly, strings by code point, objects whatever the order of members.
public struct ClaimCondition: Sendable, Equatable {
    public var path: ClaimPath
    /// The claim, or with an array any member, is one of these values.
    public var anyOf: [String]?
    /// Neither the claim nor, with an array, a member is one of these values.
    public var not: [String]?
    /// An array has one of these values as a member, or a string has one of them as a word between spaces.
    public var contains: [String]?
    /// The claim is a string, or an array with a string, that one of the patterns covers whole.
    public var matches: [ClaimPattern]?
    /// The claim is a number, and this JSON number or more.
    public var atLeast: String?
    /// The claim is a number, and this JSON number or less.
    public var atMost: String?

    public init(
        path: ClaimPath,
        anyOf: [String]? = nil,
        not: [String]? = nil,
        contains: [String]? = nil,
        matches: [ClaimPattern]? = nil,
        atLeast: String? = nil,
        atMost: String? = nil
    ) {
        self.path = path
        self.anyOf = anyOf
        self.not = not
        self.contains = contains
        self.matches = matches
        self.atLeast = atLeast
        self.atMost = atMost
    }
}
