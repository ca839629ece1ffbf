import Bytes

extension FetchHeader {
    private static let maxBytes = 64 << 10

    /// The whole value of the header field.
    ///
    /// - Throws: ``FetchError``, whose message never contains the value.
    func field(_ environment: [String: String]) throws(FetchError) -> String {
        let location: String
        let text: String
        switch value {
        case .environment(let variable):
            location = "the environment variable \(variable)"
            guard let value = environment[variable] else { throw FetchError("`jwks_headers`: \(location) is not set") }
            text = value
        case .file(let path):
            location = path
            let bytes: [UInt8]
            do throws(FetchError) {
                bytes = try RegularFile.read(path, limit: Self.maxBytes).bytes
            } catch {
                throw FetchError("`jwks_headers`: \(error.message)")
            }
            text = String(decoding: bytes, as: UTF8.self)
        }
        let bytes = text.utf8.trimming(while: Self.isSpace)
        // A field value (RFC 9110 section 5.5) in ASCII.
        guard !bytes.isEmpty, bytes.allSatisfy({ 0x20...0x7E ~= $0 || $0 == 0x09 }) else {
            throw FetchError("`jwks_headers`: \(location) does not contain a valid value for the header \(name)")
        }
        let value = String(decoding: bytes, as: UTF8.self)
        return scheme.map { "\($0) \(value)" } ?? value
    }

    /// Includes line ends: the value in a file is usually followed by one.
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || 0x09...0x0D ~= byte
    }
}
