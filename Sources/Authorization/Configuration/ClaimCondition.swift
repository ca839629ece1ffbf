/// A condition on one claim of a token: all operators that are set must hold.
///
/// An absent claim meets no condition, not even ``not``. Lists are any-of, ``not`` is none-of. Values are
/// JSON texts, compared as JSON values: numbers exactly, strings by code point, objects in any order of members.
public struct ClaimCondition: Sendable, Equatable {
    /// The claim.
    public var path: ClaimPath
    /// The claim, or any member of an array, is one of these values.
    public var anyOf: [String]?
    /// Neither the claim nor any member of an array is one of these values.
    public var not: [String]?
    /// An array has one of these values as a member, or a string has one of them as a space-separated word.
    public var contains: [String]?
    /// The claim is a string, or an array with a string, that matches one of the patterns as a whole.
    public var matches: [ClaimPattern]?
    /// The claim is a number greater than or equal to this JSON number.
    public var atLeast: String?
    /// The claim is a number less than or equal to this JSON number.
    public var atMost: String?

    /// Creates a condition.
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
