import Bytes
import Logging

extension Logger.MetadataValue {
    /// The value as JSON.
    var json: String {
        switch self {
        case .string(let text): text.jsonQuoted
        case .stringConvertible(let number as any FixedWidthInteger): "\(number)"
        case .stringConvertible(let flag as Bool): "\(flag)"
        case .stringConvertible(let value): value.description.jsonQuoted
        case .array(let members): "[" + members.map(\.json).joined(separator: ",") + "]"
        case .dictionary(let members):
            "{"
                + members.sorted { $0.key < $1.key }.map { $0.key.jsonQuoted + ":" + $0.value.json }
                .joined(separator: ",") + "}"
        }
    }
}
