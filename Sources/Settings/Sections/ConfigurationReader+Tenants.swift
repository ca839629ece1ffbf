/// Issuers of multi-tenant providers: one entry defines one issuer per tenant.
extension ConfigurationReader {
    /// The placeholder for the tenant's name.
    private static let placeholder = "{tenant}"

    /// The keys whose values may contain it.
    private static let templates: [Section.Issuer] = [.issuer, .jwks, .discovery]

    /// Reads an entry once, or once for each of its tenants.
    ///
    /// The list of tenants is complete: no token ever adds an issuer.
    ///
    /// - Parameters:
    ///   - section: the entry.
    ///   - read: takes the entry with the tenant's name inserted, and the field of that name.
    /// - Returns: nil when an error was reported.
    func eachTenant<Element>(
        of section: MappingReader<Section.Issuer>,
        _ read: (MappingReader<Section.Issuer>, Field?) -> Element?
    ) -> [Element]? {
        guard let field = section[.tenants] else {
            let valid = withoutPlaceholders(section)
            return read(valid, nil).map { [$0] }
        }
        checkTemplate(section, tenants: field)
        guard let tenants = tenants(field) else {
            // Any name reveals the other errors of the entry.
            _ = read(filled(section, with: "tenant"), nil)
            return nil
        }
        var elements: [Element] = []
        for tenant in tenants {
            // The errors of the next tenants would be the same.
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
                    "'\(name)' is not a tenant name: only letters, digits, and - . _ ~ are allowed",
                    suggestion: name.contains("*") ? "list every tenant explicitly" : nil
                )
                return nil
            }
            guard seen.insert(name).inserted else {
                field.error("the tenant '\(name)' is already listed", suggestion: "keep one of them")
                return nil
            }
            return (name, field)
        }
    }

    /// Characters without a meaning in any part of a URL (RFC 3986 section 2.3), so that a name cannot change its structure.
    private static func isTenant(_ name: String) -> Bool {
        name != "." && name != ".." && name.wholeMatch(of: /[A-Za-z0-9._~-]+/) != nil
    }

    // MARK: Mistakes

    /// Reports placeholders in an entry without tenants, and replaces them by a valid name.
    private func withoutPlaceholders(
        _ section: MappingReader<Section.Issuer>
    ) -> MappingReader<Section.Issuer> {
        var valid = section
        for key in Self.templates {
            guard let field = section[key], let text = field.scalarText, text.contains("://"),
                let found = text.firstMatch(of: /\{[A-Za-z0-9._-]*\}/)
            else { continue }
            field.error(
                "'\(found.0)' is a tenant placeholder, but tenants is not set",
                suggestion: found.0 == Self.placeholder
                    ? "name them in the file: tenants: [a, b]" : "write {tenant}, and name them: tenants: [a, b]"
            )
            valid = valid.replacing(String(found.0), with: "tenant", in: [key])
        }
        return valid
    }

    /// Reports an entry whose tenants have no placeholder, or share what must be separate.
    private func checkTemplate(_ section: MappingReader<Section.Issuer>, tenants: Field) {
        func lacksPlaceholder(_ key: Section.Issuer) -> Bool {
            section[key]?.scalarText.map { !$0.contains(Self.placeholder) } ?? false
        }
        if lacksPlaceholder(.issuer) {
            tenants.error(
                "tenants needs {tenant} in issuer",
                suggestion: "write it like https://login.example/{tenant}/v2.0"
            )
        }
        if lacksPlaceholder(.discovery) {
            section[.discovery]?.error(
                "a discovery document is for one issuer only",
                suggestion: "write {tenant} where the tenant name occurs"
            )
        }
        if lacksPlaceholder(.jwks) {
            section[.jwks]?.warning(
                "all tenants share the same keys: anyone who can sign for one can sign for all",
                suggestion: "write {tenant} where the tenant name occurs, if each has its own"
            )
        }
    }
}
