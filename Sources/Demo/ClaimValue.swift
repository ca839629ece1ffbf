import FoundationEssentials

/// The value of a claim in a new token.
package enum ClaimValue: Sendable, Encodable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    /// A JSON string.
    case string(String)
    /// A JSON number.
    case integer(Int)

    /// Creates a string.
    package init(stringLiteral value: String) {
        self = .string(value)
    }

    /// Creates an integer.
    package init(integerLiteral value: Int) {
        self = .integer(value)
    }

    /// Encodes the value alone.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        }
    }
}

extension [String: ClaimValue] {
    /// Encodes the claims as a JSON object, sorted by name.
    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try Array(encoder.encode(self))
    }
}
