package import Authorization

/// An encoder of answers as HTTP/1.1 messages without content (RFC 9112 section 2.1).
package enum AnswerEncoder {
    /// The maximum length of an answer in bytes.
    package static func maxLength(of fields: borrowing AnswerFields) -> Int {
        // Each name may be listed again; a field also takes colon, space, CR, LF and a comma.
        maxFramingLength + 2 * fields.bytes.count + 5 * fields.rows.count + (fields.freshness?.varyingFields.count ?? 0)
    }

    /// More than the total length of all constant parts of an answer.
    private static let maxFramingLength = 512

    /// Writes one complete answer.
    ///
    /// - Parameters:
    ///   - status: the status of the answer.
    ///   - fields: its header fields.
    ///   - persistence: whether the connection stays open.
    ///   - listsEmptyFields: whether an allow lists its empty fields for removal, see ``EnvoyDialect/removedFields``.
    ///   - buffer: has at least ``maxLength(of:)`` bytes.
    /// - Returns: the length of the answer.
    package static func write(
        _ status: AnswerStatus,
        _ fields: borrowing AnswerFields,
        _ persistence: Persistence,
        listsEmptyFields: Bool,
        into buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        var writer = unsafe RawWriter(buffer)
        writer.write(status.opening)
        write(fields, to: &writer)
        if listsEmptyFields, status == .ok { writeEmptyFields(of: fields, to: &writer) }
        if let freshness = fields.freshness { write(freshness, to: &writer) }
        writer.write(persistence.ending)
        return writer.count
    }

    private static func write(_ fields: borrowing AnswerFields, to writer: inout RawWriter) {
        let bytes = fields.bytes.span
        var start = 0
        for row in fields.rows {
            let (nameEnd, valueEnd) = (Int(row.nameEnd), Int(row.valueEnd))
            writer.write(bytes.extracting(start..<nameEnd))
            // No space after the colon of an empty field: some proxies would treat it as a value.
            if valueEnd == nameEnd {
                writer.write(":")
            } else {
                writer.write(": ")
                writer.write(bytes.extracting(nameEnd..<valueEnd))
            }
            writer.write("\r\n")
            start = valueEnd
        }
    }

    private static func writeEmptyFields(of fields: borrowing AnswerFields, to writer: inout RawWriter) {
        let bytes = fields.bytes.span
        var start = 0
        var isFirst = true
        for row in fields.rows {
            if row.nameEnd == row.valueEnd {
                if isFirst {
                    writer.write(EnvoyDialect.removedFields)
                    writer.write(": ")
                } else {
                    writer.write(",")
                }
                writer.write(bytes.extracting(start..<Int(row.nameEnd)))
                isFirst = false
            }
            start = Int(row.valueEnd)
        }
        if !isFirst { writer.write("\r\n") }
    }

    private static func write(_ freshness: AnswerFields.Freshness, to writer: inout RawWriter) {
        writer.write(NginxDialect.freshnessField)
        writer.write(": ")
        writer.write(decimal: freshness.seconds)
        writer.write("\r\n")
        guard !freshness.varyingFields.isEmpty else { return }
        writer.write("Vary: ")
        writer.write(freshness.varyingFields.span)
        writer.write("\r\n")
    }
}
