import Foundation
internal import Issuers

extension ConfigurationReader {
    /// Headers of the requests for an issuer's keys.
    ///
    /// Their values are mostly secrets, so they stand elsewhere and are read when they are needed.
    func fetchHeaders(_ field: Field, from source: KeySource?) -> [FetchHeader]? {
        if source?.isFile == true {
            field.error("keys from a file are not fetched, so no header is sent")
            return nil
        }
        var seen: Set<String> = []
        return field.entries()?.compactMap { entry in
            guard entry.key.token("a header's name") != nil else { return nil }
            let folded = entry.name.lowercased()
            guard !FetchHeader.reservedNames.contains(folded), !folded.hasPrefix("proxy-") else {
                entry.key.error("'\(entry.name)' is set by the fetch itself")
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
            // Its text may be a secret, and stays out of the message.
            field.error(
                "a value does not stand in the configuration itself",
                suggestion: "write { env: VARIABLE } or { file: PATH }"
            )
            return nil
        }
        guard let section = MappingReader<Section.JWKSHeader>(field) else { return nil }
        let scheme = section[.scheme]?.token("a scheme")
        switch (section[.env], section[.file]) {
        case (let env?, nil):
            guard let variable = env.visibleText(except: "=") else { return nil }
            reading.note(variable: variable)
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
            file.error("the value comes from the environment already", suggestion: "keep one of the two")
        case (nil, nil):
            if !section.hasUnknownKeys {
                field.error("no value", suggestion: "write { env: VARIABLE } or { file: PATH }")
            }
        }
        return nil
    }
}
