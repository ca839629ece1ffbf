package import Authorization

/// Writes answers as HTTP/1.1 messages without a body (RFC 9112 section 2.1).
package enum AnswerEncoder {
    /// The most bytes that one answer takes.
    package static func maxLength(of fields: borrowing AnswerFields) -> Int {
        // Each name may be listed once more; beside names and values, a field takes colon, space, CR, LF and a comma.
        maxFramingLength + 2 * fields.bytes.count + 5 * fields.rows.count + (fields.freshness?.varyingFields.count ?? 0)
    }

    /// More than the longest opening and ending of an answer and every constant between them.
    private static let maxFramingLength = 512

    /// Writes one whole answer.
    ///
    /// - Parameters:
    ///   - listsEmptyFields: whether an allow lists the fields without a value for the proxy to remove, see
    ///     ``EnvoyDialect/removedFields``.
    ///   - buffer: has ``maxLength(of:)`` bytes or more.
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
            // An empty field has no space after its colon: some proxies would keep it as a value.
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
