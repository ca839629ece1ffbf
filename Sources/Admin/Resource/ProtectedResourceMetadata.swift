package import Authorization
import Foundation
import JOSE

/// The protected resource metadata that clients read (RFC 9728 section 2).
package struct ProtectedResourceMetadata: Encodable {
    var resource: String
    var authorizationServers: [String]?
    var scopesSupported: [String]?
    var bearerMethodsSupported: [String]
    var resourceName: String?
    var resourceDocumentation: String?

    /// Combines the operator's settings with values derived from the authorization settings.
    package init(_ settings: ProtectedResource, _ authorization: AuthorizationConfiguration) {
        resource = settings.resource
        authorizationServers = settings.authorizationServers ?? Self.onlyIssuer(authorization.issuers.map(\.issuer))
        scopesSupported = settings.scopesSupported
        bearerMethodsSupported = Self.bearerMethods(authorization.tokenSources)
        resourceName = settings.name
        resourceDocumentation = settings.documentation
    }

    /// A single issuer if it is a URL; several are listed only if the operator names them.
    private static func onlyIssuer(_ issuers: [String]) -> [String]? {
        let isURL = issuers.first.map { $0.hasPrefix("https://") || $0.hasPrefix("http://") } ?? false
        return issuers.count == 1 && isURL ? issuers : nil
    }

    /// The accepted methods of RFC 6750 section 2.
    private static func bearerMethods(_ sources: [TokenSource]) -> [String] {
        var methods: [String] = []
        if sources.contains(where: \.isBearerHeader) { methods.append("header") }
        if sources.contains(.query(name: "access_token")) { methods.append("query") }
        return methods
    }

    /// The page with the metadata as JSON.
    package var page: ProtectedResourcePage {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let path = URLComponents(string: resource)?.percentEncodedPath ?? ""
        return ProtectedResourcePage(
            resourcePath: path == "/" ? "" : path,
            metadata: (try? encoder.encode(self)).map(Array.init) ?? []
        )
    }
}

extension TokenSource {
    fileprivate var isBearerHeader: Bool {
        guard case .header(let name, let scheme) = self else { return false }
        return name.lowercased() == "authorization" && scheme.lowercased() == "bearer"
    }
}
