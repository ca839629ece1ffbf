import Foundation
internal import Issuers

extension ConfigurationReader {
    /// Headers of the requests for an issuer's keys.
    ///
    /// Their values are usually secrets, so the configuration only says where to read them.
    func fetchHeaders(_ field: Field, from source: KeySource?) -> [FetchHeader]? {
        if source?.isFile == true {
            field.error("keys from a file are not fetched, so jwks_headers has no effect")
            return nil
        }
        var seen: Set<String> = []
        return field.entries()?.compactMap { entry in
            guard entry.key.token("a header's name") != nil else { return nil }
            let folded = entry.name.lowercased()
            guard !FetchHeader.reservedNames.contains(folded), !folded.hasPrefix("proxy-") else {
                entry.key.error("'\(entry.name)' is set by Postern")
                return nil
            }
            guard seen.insert(folded).inserted else {
                entry.key.error("the header is given twice", suggestion: "keep one of them")
                return nil
            }
            return fetchHeader(entry.name, entry.field)
        }
    }

    private func fetchHeader(_ name: String, _ field: Field) -> FetchHeader? {
        if case .scalar = field.value.content {
            // The text may be a secret, so the message omits it.
            field.error(
                "a value must not be written in the configuration",
                suggestion: "write { env: VARIABLE } or { file: PATH }"
            )
            return nil
        }
        guard let section = MappingReader<Section.JWKSHeader>(field) else { return nil }
        let scheme = section[.scheme]?.token("a scheme")
        switch (section[.env], section[.file]) {
        case (let env?, nil):
            guard let variable = env.visibleText(except: "=") else { return nil }
            reading.record(variable: variable)
            guard let value = ProcessInfo.processInfo.environment[variable], !value.isEmpty else {
                env.error(
                    "the environment variable '\(variable)' is not set",
                    suggestion: "set it, or use { file: PATH }"
                )
                return nil
            }
            return FetchHeader(name: name, value: .environment(variable), scheme: scheme)
        case (nil, let file?):
            return file.filePath().map { FetchHeader(name: name, value: .file(path: $0), scheme: scheme) }
        case (_?, let file?):
            file.error("env is already set", suggestion: "keep one of the two")
        case (nil, nil):
            if !section.hasUnknownKeys {
                field.error("no value", suggestion: "write { env: VARIABLE } or { file: PATH }")
            }
        }
        return nil
    }
}
