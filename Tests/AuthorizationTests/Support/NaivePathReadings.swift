/// Every reading of a path by making every choice, written for plainness.
///
/// A byte is a unit here, with how often it was encoded, until segments are made.
enum NaivePathReadings {
    /// The distinct readings, the path as sent first; nil for an unreadable path.
    ///
    /// A slash that is kept in its segment is the byte 255.
    static func of(_ path: [UInt8]) -> [[UInt8]]? {
        guard path.first == 0x2F, path.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != 0x23 }) else { return nil }
        guard let once = decode(path.map { [$0] }), let twice = decode(once, isLenient: true) else { return nil }
        for units in [once, twice] {
            let bytes = units.map(value)
            guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
            guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        }
        guard !isMixed(twice) else { return nil }
        var readings = every([path]) { [$0, withoutParameters($0)] }
            .flatMap { text -> [[[UInt8]]] in
                let once = decode(text.map { [$0] }) ?? []
                return [once, decode(once, isLenient: true) ?? []]
            }
            .flatMap { units in every([0, 1, 2, 3]) { [separate(units, backslash: $0 & 1 == 1, slash: $0 & 2 == 2)] } }
        readings = every(readings) { [$0, withoutParameters($0)] }
        readings = every(readings) { path in
            [path, merged(path), resolved(path), resolved(merged(path)), merged(resolved(path))]
        }
        return readings.count <= 16 ? readings : nil
    }

    /// What every choice makes of every element, each once.
    private static func every<Element>(_ elements: [Element], _ choices: (Element) -> [[UInt8]]) -> [[UInt8]] {
        var output: [[UInt8]] = []
        for element in elements {
            for choice in choices(element) where !output.contains(choice) { output.append(choice) }
        }
        return output
    }

    /// A unit is what was written for a byte, in its levels of encoding: `[b]`, `[b, 1]`, `[b, 2]`.
    private static func value(_ unit: [UInt8]) -> UInt8 { unit[0] }
    private static func level(_ unit: [UInt8]) -> UInt8 { unit.count > 1 ? unit[1] : 0 }

    private static func decode(_ units: [[UInt8]], isLenient: Bool = false) -> [[UInt8]]? {
        var output: [[UInt8]] = []
        var rest = units[...]
        while let unit = rest.popFirst() {
            guard value(unit) == UInt8(ascii: "%") else {
                output.append(unit)
                continue
            }
            let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar(value($0))).hexDigitValue }
            if digits.count == 2 {
                output.append([UInt8(digits[0] * 16 + digits[1]), isLenient ? 2 : 1])
                rest = rest.dropFirst(2)
            } else if isLenient {
                output.append(unit)
            } else {
                return nil
            }
        }
        return output
    }

    private static func isMixed(_ units: [[UInt8]]) -> Bool {
        for byte in "\\;".utf8 where Set(units.filter { value($0) == byte }.map(level)).count > 1 { return true }
        if Set(units.filter { value($0) == 0x2F && level($0) > 0 }.map(level)).count > 1 { return true }
        var spellings: Set<UInt8> = []
        for segment in units.split(whereSeparator: { "/\\".utf8.contains(value($0)) }) {
            let name = segment.prefix { value($0) != UInt8(ascii: ";") }
            guard [[0x2E], [0x2E, 0x2E]].contains(name.map(value)) else { continue }
            spellings.insert(name.map(level).max() ?? 0)
        }
        return spellings.count > 1
    }

    private static func separate(_ units: [[UInt8]], backslash: Bool, slash: Bool) -> [UInt8] {
        units.map { unit in
            if value(unit) == UInt8(ascii: "\\"), backslash { return 0x2F }
            return value(unit) == 0x2F && level(unit) > 0 && !slash ? 0xFF : value(unit)
        }
    }

    private static func segments(_ path: [UInt8]) -> [[UInt8]] {
        path.split(separator: 0x2F, omittingEmptySubsequences: false).map(Array.init)
    }

    private static func withoutParameters(_ path: [UInt8]) -> [UInt8] {
        Array(segments(path).map { $0.prefix { $0 != UInt8(ascii: ";") } }.joined(separator: [0x2F]))
    }

    private static func merged(_ path: [UInt8]) -> [UInt8] {
        let all = segments(path).dropFirst()
        let kept = all.enumerated().filter { !$1.isEmpty || $0 == all.count - 1 }.map(\.element)
        return [0x2F] + Array(kept.joined(separator: [0x2F]))
    }

    private static func resolved(_ path: [UInt8]) -> [UInt8] {
        var stack: [[UInt8]] = []
        let all = segments(path).dropFirst()
        for segment in all {
            switch segment {
            case [0x2E]: break
            case [0x2E, 0x2E]: _ = stack.popLast()
            default: stack.append(segment)
            }
        }
        if let last = all.last, last == [0x2E] || last == [0x2E, 0x2E] { stack.append([]) }
        return [0x2F] + Array(stack.joined(separator: [0x2F]))
    }
}
