/// Times as text.
package enum Timestamp {
    /// Formats a time as in RFC 3339 section 5.6, in UTC with milliseconds.
    ///
    /// - Parameter seconds: Unix time; values outside of the years 0 to 9999 are clamped, NaN is 0.
    /// - Returns: such as `2026-01-31T23:59:59.123Z`.
    package static func rfc3339(_ seconds: Double) -> String {
        let bounded = min(max(seconds.isNaN ? 0 : seconds, -62_167_219_200), 253_402_300_799)
        let milliseconds = Int((bounded * 1000).rounded())
        let (days, rest) = floorDivide(milliseconds, 86_400_000)
        let (year, month, day) = civil(days)
        let second = rest / 1000
        var text = Array("0000-00-00T00:00:00.000Z".utf8)
        write(year, before: 4, in: &text)
        write(month, before: 7, in: &text)
        write(day, before: 10, in: &text)
        write(second / 3600, before: 13, in: &text)
        write(second / 60 % 60, before: 16, in: &text)
        write(second % 60, before: 19, in: &text)
        write(rest % 1000, before: 23, in: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// The Gregorian date of a day, counted from 1970-01-01.
    ///
    /// Years start in March here, so that the leap day is the last day of a year.
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func floorDivide(_ value: Int, _ divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// Writes a number over the zeros before an index.
    private static func write(_ number: Int, before end: Int, in text: inout [UInt8]) {
        var (index, rest) = (end, number)
        while rest > 0 {
            index -= 1
            text[index] += UInt8(rest % 10)
            rest /= 10
        }
    }
}
