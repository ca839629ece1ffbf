import JOSE

/// Reads the URL of the keys from a discovery document (OpenID Connect Discovery 1.0 section 3).
enum Discovery {
    /// The URL of the issuer's keys.
    ///
    /// - Throws: ``FetchError`` when the document is not JSON, is for another issuer, or has no usable URL.
    static func keysURL(in document: [UInt8], at url: KeyURL, issuer: String) throws(FetchError) -> KeyURL {
        let root: JSONValue
        do {
            root = try JSONDocument(parsing: document).root
        } catch {
            throw FetchError("the discovery document \(url) is not valid JSON: \(error)")
        }
        guard let found = root["issuer"]?.string else {
            throw FetchError("the discovery document \(url) has no `issuer`")
        }
        guard found.utf8.elementsEqual(issuer.utf8) else {
            throw FetchError(
                "the discovery document \(url) is for issuer \(FetchError.quote(found)), not \(FetchError.quote(issuer))"
            )
        }
        guard let text = root["jwks_uri"]?.string else {
            throw FetchError("the discovery document \(url) has no `jwks_uri`; set `jwks` in the configuration")
        }
        let keys = try KeyURL(text)
        if !keys.isHTTPS, url.isHTTPS || issuer.utf8.starts(with: "https:".utf8) {
            throw FetchError("the discovery document \(url) points to \(FetchError.quote(text)), which is not https")
        }
        return keys
    }
}
