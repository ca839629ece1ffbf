extension Field {
    /// A duration in seconds; bounds are in milliseconds, by default at most ten years.
    func duration(from minimum: Int = 1, to maximum: Int = 3650 * 86_400_000) -> Double? {
        amount(of: .duration, in: minimum...maximum).map { Double($0) / 1000 }
    }

    /// A number of bytes.
    func size(from minimum: Int = 1, to maximum: Int) -> Int? {
        amount(of: .size, in: minimum...maximum)
    }

    private func amount(of quantity: Quantity, in range: ClosedRange<Int>) -> Int? {
        guard let text = scalarText else {
            mismatch(expected: quantity.name)
            return nil
        }
        guard let amount = quantity.amount(of: text) else {
            let correction = quantity.correction(of: text)
            guard correction != text else {
                error("\(text) is too large")
                return nil
            }
            // A value out of range would only cause a second error.
            let fitting = correction.flatMap { quantity.amount(of: $0) }.map(range.contains) ?? false
            error(
                "expected \(quantity.name), found '\(text)'",
                suggestion: fitting ? correction.map { "did you mean \($0)?" } : nil
            )
            return nil
        }
        guard range.contains(amount) else {
            let bounds = (quantity.spelling(of: range.lowerBound), quantity.spelling(of: range.upperBound))
            error("\(text) is not from \(bounds.0) to \(bounds.1)")
            return nil
        }
        return amount
    }
}
