extension PathPattern {
    /// One segment of a pattern.
    enum Segment: Equatable {
        /// The literal pieces between the stars; a single piece is a literal segment.
        case pieces([[UInt8]])
        /// `**`: zero or more segments.
        case anything
    }

    /// The pattern's segments, with consecutive `**` merged.
    var segments: [Segment] {
        let all = text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { part -> Segment in
                guard !part.elementsEqual("**".utf8) else { return .anything }
                return .pieces(
                    part.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init)
                )
            }
        return all.indices.filter { $0 == 0 || all[$0] != .anything || all[$0 - 1] != .anything }.map { all[$0] }
    }
}
