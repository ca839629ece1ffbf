/// The header fields of one answer: flat bytes, and where each name and value ends in them.
///
/// A decision fills it, and a dialect's encoder lays it on the wire. One is used again for each answer of an event loop, so that
/// filling it allocates nothing.
public struct AnswerFields: Sendable, Equatable {
    /// Where one field's name and value end; the name begins where the field before ends.
    public struct Row: Sendable, Equatable {
        public let nameEnd: UInt32
        public let valueEnd: UInt32
    }

    /// How long a proxy may keep an allow.
    public struct Freshness: Sendable, Equatable {
        /// Seconds from now, 0 or more.
        public let seconds: Int
        /// The request fields that the answer depends on, as in `Vary` (RFC 9110 section 12.5.5); empty for none.
        public let varyingFields: [UInt8]
    }

    /// Names and values, nothing between them.
    public private(set) var bytes: [UInt8] = []
    /// One row a field, in the order in which they are sent.
    public private(set) var rows: [Row] = []
    /// Nil where nothing may be kept.
    public internal(set) var freshness: Freshness?

    /// No fields.
    public init() {}

    /// Whether there is nothing to be sent.
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

    /// Appends fields that were taken apart before, see ``bytes`` and ``rows``.
    mutating func append(bytes more: ArraySlice<UInt8>, rows moreRows: [Row]) {
        let start = UInt32(bytes.count)
        bytes.append(contentsOf: more)
        for row in moreRows { rows.append(Row(nameEnd: start + row.nameEnd, valueEnd: start + row.valueEnd)) }
    }

    /// What the fields take as HTTP/1.1 lines: colon, space and line end are counted, and an empty value has no space.
    var lineBytes: Int {
        var total = bytes.count
        for row in rows { total += row.nameEnd == row.valueEnd ? 3 : 4 }
        return total
    }
}

extension AnswerFields {
    /// One field by itself.
    public struct Field: Sendable, Equatable {
        public let name: String
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The fields as texts, for people; without ``freshness``, whose spelling is the dialects'.
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
