/// Decodes an even number of hexadecimal digits.
func hex(_ digits: String) -> [UInt8] {
    stride(from: 0, to: digits.utf8.count, by: 2).map { position in
        let start = digits.index(digits.startIndex, offsetBy: position)
        return UInt8(digits[start...].prefix(2), radix: 16)!
    }
}
