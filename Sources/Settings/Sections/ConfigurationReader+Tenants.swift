/// Issuers of providers with many tenants: one entry stands for one issuer a tenant.
extension ConfigurationReader {
    /// What the tenant's name is put in place of.
    private static let placeholder = "{tenant}"

    /// Where it may stand.
    private static let templates: [Section.Issuer] = [.issuer, .jwks, .discovery]

    /// Reads an entry once, or once for each of its tenants.
    ///
    /// The list of tenants is the operator's and complete: nothing in a token ever makes an issuer.
    ///
    /// - Parameter read: takes the entry with the tenant's name in its place, and where that name was written.
    /// - Returns: nil when a mistake was found.
    func eachTenant<Element>(
        of section: MappingReader<Section.Issuer>,
        _ read: (MappingReader<Section.Issuer>, Field?) -> Element?
    ) -> [Element]? {
        guard let field = section[.tenants] else {
            let sound = withoutPlaceholders(section)
            return read(sound, nil).map { [$0] }
        }
        checkTemplate(section, tenants: field)
        guard let tenants = tenants(field) else {
            // What else is wrong in the entry shows with any name.
            _ = read(filled(section, with: "tenant"), nil)
            return nil
        }
        var elements: [Element] = []
        for tenant in tenants {
            // The next tenants' mistakes would be the same.
            guard let element = read(filled(section, with: tenant.name), tenant.field) else { return nil }
            elements.append(element)
        }
        return elements
    }

    private func filled(
        _ section: MappingReader<Section.Issuer>,
        with tenant: String
    ) -> MappingReader<Section.Issuer> {
        section.replacing(Self.placeholder, with: tenant, in: Self.templates)
    }

    private func tenants(_ field: Field) -> [(name: String, field: Field)]? {
        var seen: Set<String> = []
        return field.list(of: "tenants") { (field: Field) in
            guard let name = field.text("a tenant's name") else { return nil }
            guard Self.isTenant(name) else {
                field.error(
                    "'\(name)' is no tenant's name: only letters, digits, and - . _ ~ can stand in one",
                    suggestion: name.contains("*") ? "every tenant is named by itself" : nil
                )
                return nil
            }
            guard seen.insert(name).inserted else {
                field.error("the tenant '\(name)' is named already", suggestion: "keep one of them")
                return nil
            }
            return (name, field)
        }
    }

    /// Characters that mean nothing in any part of a URL (RFC 3986 section 2.3), so that a name stays within its place.
    private static func isTenant(_ name: String) -> Bool {
        name != "." && name != ".." && name.wholeMatch(of: /[A-Za-z0-9._~-]+/) != nil
    }

    // MARK: Mistakes

    /// Reports placeholders in an entry that names no tenants, and puts something harmless in their place.
    private func withoutPlaceholders(
        _ section: MappingReader<Section.Issuer>
    ) -> MappingReader<Section.Issuer> {
        var sound = section
        for key in Self.templates {
            guard let field = section[key], let text = field.scalarText, text.contains("://"),
                let found = text.firstMatch(of: /\{[A-Za-z0-9._-]*\}/)
            else { continue }
            field.error(
                "'\(found.0)' stands for a tenant, and no tenants are named",
                suggestion: found.0 == Self.placeholder
                    ? "name them in the file: tenants: [a, b]" : "write {tenant}, and name them: tenants: [a, b]"
            )
            sound = sound.replacing(String(found.0), with: "tenant", in: [key])
        }
        return sound
    }

    /// Reports an entry whose tenants have no place, or share what each needs of its own.
    private func checkTemplate(_ section: MappingReader<Section.Issuer>, tenants: Field) {
        func lacksPlaceholder(_ key: Section.Issuer) -> Bool {
            section[key]?.scalarText.map { !$0.contains(Self.placeholder) } ?? false
        }
        if lacksPlaceholder(.issuer) {
            tenants.error(
                "the issuer has no {tenant} that they could take the place of",
                suggestion: "write it like https://login.example/{tenant}/v2.0"
            )
        }
        if lacksPlaceholder(.discovery) {
            section[.discovery]?.error(
                "a discovery document speaks for one issuer only",
                suggestion: "write {tenant} where the tenant's name stands"
            )
        }
        if lacksPlaceholder(.jwks) {
            section[.jwks]?.warning(
                "every tenant has the same keys: whoever can sign for one can sign for all",
                suggestion: "write {tenant} where the tenant's name stands, if each has its own"
            )
        }
    }
}
