/// Points of small order: a signature under such a key proves nothing, since anyone can create one.
///
/// Compared by the y coordinate, without the sign bit, in its only encoding (RFC 8032 section 5.1.2).
enum SmallOrderPoints {
    /// Order 1, 2 and 4: y = 1, -1 and 0; order 8: two more, each with both signs of x.
    private static let ed25519: [[UInt8]] = [
        little(0x00), little(0x01),
        [0xec] + [UInt8](repeating: 0xff, count: 30) + [0x7f],
        [
            0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
            0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
        ],
        [
            0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
            0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
        ],
    ]

    /// Order 1, 2 and 4: y = 1, -1 and 0.
    private static let ed448: [[UInt8]] = [
        little(0x00, width: 57), little(0x01, width: 57),
        [0xfe] + [UInt8](repeating: 0xff, count: 27) + [0xfe] + [UInt8](repeating: 0xff, count: 27) + [0],
    ]

    private static func little(_ value: UInt8, width: Int = 32) -> [UInt8] {
        [value] + [UInt8](repeating: 0, count: width - 1)
    }

    static func contains(ed25519 point: [UInt8]) -> Bool {
        contains(point, in: ed25519)
    }

    static func contains(ed448 point: [UInt8]) -> Bool {
        contains(point, in: ed448)
    }

    private static func contains(_ point: [UInt8], in points: [[UInt8]]) -> Bool {
        guard let last = point.last else { return true }
        return points.contains(Array(point.dropLast()) + [last & 0x7f])
    }
}
