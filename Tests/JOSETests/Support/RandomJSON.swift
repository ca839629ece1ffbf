import TestSupport

/// Random JSON texts: every kind of value, escape, number and white space.
struct RandomJSON {
    var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed)
    }

    mutating func document() -> String {
        space() + value(depth: 0) + space()
    }

    private mutating func value(depth: Int) -> String {
        switch Int.random(in: 0..<(depth < 5 ? 10 : 7), using: &random) {
        case 0: "true"
        case 1: "false"
        case 2: "null"
        case 3, 4: number()
        case 5, 6: string()
        case 7: array(depth)
        default: object(depth)
        }
    }

    private mutating func array(_ depth: Int) -> String {
        let count = Int.random(in: 0...4, using: &random)
        return "[" + (0..<count).map { _ in space() + value(depth: depth + 1) + space() }.joined(separator: ",") + "]"
    }

    /// Now and then with a repeated name.
    private mutating func object(_ depth: Int) -> String {
        let count = Int.random(in: 0...12, using: &random)
        return "{"
            + (0..<count).map { _ in
                space() + string() + space() + ":" + space() + value(depth: depth + 1) + space()
            }.joined(separator: ",") + "}"
    }

    private mutating func number() -> String {
        let choices = [
            "0", "-0", "1", "-1", "1700000000", "1.5", "-0.25", "1e3", "1E+3", "12.5e-3", "0.1", "123456789012345678",
            "9007199254740993", "3.141592653589793", "1e15", "0e0", "99999999999999999999", "5e-7",
        ]
        return choices.randomElement(using: &random) ?? "0"
    }

    private mutating func string() -> String {
        let choices = [
            "a", "b", "sub", "exp", "\\n", "\\u0041", "\\\"", "\\\\", "\\/", "é", "€", "😀", "\\ud83d\\ude00", "\\u00e9",
            " ",
            "\u{7F}", "\\u0000", "\\t", "z",
        ]
        let count = Int.random(in: 0...5, using: &random)
        return "\"" + (0..<count).map { _ in choices.randomElement(using: &random) ?? "" }.joined() + "\""
    }

    private mutating func space() -> String {
        Int.random(in: 0..<5, using: &random) == 0
            ? [" ", "\n", "\t", "\r", "  "].randomElement(using: &random) ?? "" : ""
    }
}
