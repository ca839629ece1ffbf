package import Authorization

extension Dialect {
    /// The most bytes that an answer with these fields takes.
    package func maxLength(of fields: borrowing AnswerFields) -> Int {
        AnswerEncoder.maxLength(of: fields)
    }

    /// Writes one whole answer in the proxy's own words.
    ///
    /// - Parameter buffer: has ``maxLength(of:)`` bytes or more.
    /// - Returns: the length of the answer.
    package func write(
        _ status: AnswerStatus,
        _ fields: borrowing AnswerFields,
        _ persistence: Persistence,
        into buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        unsafe AnswerEncoder.write(status, fields, persistence, listsEmptyFields: removesFieldsByName, into: buffer)
    }

    /// Whether the proxy removes request fields that an allow names.
    private var removesFieldsByName: Bool {
        if case .envoy = self { true } else { false }
    }

    /// Adds to an answer's fields those that spell its freshness.
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
