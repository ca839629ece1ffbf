package import Authorization

extension Dialect {
    /// The maximum length in bytes of an answer with these fields.
    package func maxLength(of fields: borrowing AnswerFields) -> Int {
        AnswerEncoder.maxLength(of: fields)
    }

    /// Writes one complete answer in this dialect.
    ///
    /// - Parameters:
    ///   - status: the status of the answer.
    ///   - fields: its header fields.
    ///   - persistence: whether the connection stays open.
    ///   - buffer: has at least ``maxLength(of:)`` bytes.
    /// - Returns: the length of the answer.
    package func write(
        _ status: AnswerStatus,
        _ fields: borrowing AnswerFields,
        _ persistence: Persistence,
        into buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        unsafe AnswerEncoder.write(status, fields, persistence, listsEmptyFields: removesFieldsByName, into: buffer)
    }

    /// Whether the proxy removes the request fields that an allow lists.
    private var removesFieldsByName: Bool {
        if case .envoy = self { true } else { false }
    }

    /// Appends the fields that carry an answer's freshness.
    package static func fields(
        _ fields: [AnswerFields.Field],
        _ freshness: AnswerFields.Freshness?
    ) -> [AnswerFields.Field] {
        guard let freshness else { return fields }
        var fields = fields
        fields.append(.init(name: "\(NginxDialect.freshnessField)", value: "\(freshness.seconds)"))
        if !freshness.varyingFields.isEmpty {
            fields.append(.init(name: "Vary", value: String(decoding: freshness.varyingFields, as: UTF8.self)))
        }
        return fields
    }
}
