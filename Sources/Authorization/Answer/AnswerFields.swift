/// The header fields of one answer: flat bytes, and the end of each name and value.
///
/// A decision fills it, and a dialect's encoder writes it. An event loop reuses one for all answers, so that filling it
/// allocates nothing.
public struct AnswerFields: Sendable, Equatable {
    /// The ends of one field's name and value; the name begins at the end of the previous field.
    public struct Row: Sendable, Equatable {
        /// The byte offset at which the name ends and the value begins.
        public let nameEnd: UInt32
        /// The byte offset at which the value ends.
        public let valueEnd: UInt32
    }

    /// How long a proxy may cache an allow.
    public struct Freshness: Sendable, Equatable {
        /// Seconds from now, 0 or more.
        public let seconds: Int
        /// The request fields that the answer depends on, as in `Vary` (RFC 9110 section 12.5.5); empty for none.
        public let varyingFields: [UInt8]
    }

    /// Names and values, without separators.
    public private(set) var bytes: [UInt8] = []
    /// One row for each field, in the order in which they are sent.
    public private(set) var rows: [Row] = []
    /// How long the answer may be cached; nil forbids it.
    public internal(set) var freshness: Freshness?

    /// Creates an answer without fields.
    public init() {}

    /// Whether there is nothing to send.
    public var isEmpty: Bool { rows.isEmpty && freshness == nil }

    /// Removes everything, and keeps the storage.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        rows.removeAll(keepingCapacity: true)
        freshness = nil
    }

    /// Appends one field.
    public mutating func append(name: [UInt8], value: [UInt8]) {
        append(name: name) { $0.append(contentsOf: value) }
    }

    /// Appends one field whose value `write` appends to the bytes.
    @inline(__always)
    mutating func append(name: [UInt8], write: (inout [UInt8]) -> Void) {
        bytes.append(contentsOf: name)
        let nameEnd = bytes.count
        write(&bytes)
        rows.append(Row(nameEnd: UInt32(nameEnd), valueEnd: UInt32(bytes.count)))
    }

    /// Appends another answer's fields.
    mutating func append(contentsOf other: AnswerFields) {
        append(bytes: other.bytes[...], rows: other.rows)
    }

    /// Appends ``bytes`` and ``rows`` of another answer.
    mutating func append(bytes more: ArraySlice<UInt8>, rows moreRows: [Row]) {
        let start = UInt32(bytes.count)
        bytes.append(contentsOf: more)
        for row in moreRows { rows.append(Row(nameEnd: start + row.nameEnd, valueEnd: start + row.valueEnd)) }
    }

    /// The size of the fields as HTTP/1.1 lines, with colon, space and line end; an empty value has no space.
    var lineBytes: Int {
        var total = bytes.count
        for row in rows { total += row.nameEnd == row.valueEnd ? 3 : 4 }
        return total
    }
}

extension AnswerFields {
    /// One field as strings.
    public struct Field: Sendable, Equatable {
        /// The field's name.
        public let name: String
        /// The field's value.
        public let value: String

        /// Creates a field.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The fields as strings, for messages; without ``freshness``, which each dialect writes in its own way.
    public var fields: [Field] {
        var start = 0
        return rows.map { row in
            let (nameEnd, valueEnd) = (Int(row.nameEnd), Int(row.valueEnd))
            defer { start = valueEnd }
            return Field(
                name: String(decoding: bytes[start..<nameEnd], as: UTF8.self),
                value: String(decoding: bytes[nameEnd..<valueEnd], as: UTF8.self)
            )
        }
    }
}
