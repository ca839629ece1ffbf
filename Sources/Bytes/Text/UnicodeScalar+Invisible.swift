extension Unicode.Scalar {
    /// Whether the character is invisible but may move a cursor, begin a line, reverse text or hide in it.
    ///
    /// These are Unicode's controls, format characters, and line and paragraph separators.
    package var isInvisible: Bool {
        if value < 0x7F { return value < 0x20 }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
