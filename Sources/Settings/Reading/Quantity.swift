/// A number with a unit: durations and sizes.
struct Quantity {
    /// The name for messages, with an example.
    let name: String
    /// The units with their factors, the smallest first.
    let units: [(name: String, factor: Int)]
    /// The most likely unit of a number without one.
    let likelyUnit: String
    /// Other spellings of the units, in lower case.
    let synonyms: [String: String]

    static let duration = Quantity(
        name: "a duration such as 60s",
        units: [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)],
        likelyUnit: "s",
        synonyms: [
            "millis": "ms", "msec": "ms", "sec": "s", "secs": "s", "second": "s", "seconds": "s", "min": "m",
            "mins": "m",
            "minute": "m", "minutes": "m", "hr": "h", "hour": "h", "hours": "h", "day": "d", "days": "d",
        ]
    )

    static let size = Quantity(
        name: "a size such as 8KiB",
        units: [("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20)],
        likelyUnit: "B",
        synonyms: ["bytes": "B", "byte": "B", "k": "KiB", "kb": "KiB", "m": "MiB", "mb": "MiB"]
    )

    /// The amount in the smallest unit; nil unless the text is digits and one of the units.
    func amount(of text: String) -> Int? {
        let (digits, rest) = split(text)
        guard let number = Int(digits), let unit = units.first(where: { $0.name == rest }) else { return nil }
        let (amount, overflow) = number.multipliedReportingOverflow(by: unit.factor)
        return overflow ? nil : amount
    }

    /// The correct spelling of text that is almost an amount.
    func correction(of text: String) -> String? {
        let (digits, rest) = split(text)
        guard Int(digits) != nil else { return nil }
        let word = rest.drop { $0 == " " }.lowercased()
        guard !word.isEmpty else { return digits + likelyUnit }
        let unit = units.first { $0.name.lowercased() == word }?.name ?? synonyms[word]
        return unit.map { digits + $0 }
    }

    /// An amount in the largest unit that needs no fraction.
    func spelling(of amount: Int) -> String {
        let unit = units.last { amount >= $0.factor && amount % $0.factor == 0 } ?? units[0]
        return "\(amount / unit.factor)\(unit.name)"
    }

    private func split(_ text: String) -> (digits: String, rest: String) {
        let digits = text.prefix { "0"..."9" ~= $0 }
        return (String(digits), String(text.dropFirst(digits.count)))
    }
}
