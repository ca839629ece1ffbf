extension Unicode.Scalar {
    /// Whether the character is not seen itself, but moves a cursor, begins a line, turns text around or hides in it:
    /// Unicode's controls, format characters and separators of lines and paragraphs.
    package var isInvisible: Bool {
        if value < 0x7F { return value < 0x20 }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
