package import Authorization
import Foundation
import JOSE

/// The metadata of the protected resource as clients read it (RFC 9728 section 2).
package struct ProtectedResourceMetadata: Encodable {
    var resource: String
    var authorizationServers: [String]?
    var scopesSupported: [String]?
    var bearerMethodsSupported: [String]
    var resourceName: String?
    var resourceDocumentation: String?

    /// The operator's settings, and what follows from how tokens are judged.
    package init(_ settings: ProtectedResource, _ authorization: AuthorizationConfiguration) {
        resource = settings.resource
        authorizationServers = settings.authorizationServers ?? Self.onlyIssuer(authorization.issuers.map(\.issuer))
        scopesSupported = settings.scopesSupported
        bearerMethodsSupported = Self.bearerMethods(authorization.tokenSources)
        resourceName = settings.name
        resourceDocumentation = settings.documentation
    }

    /// The name of a single issuer; several are told only where the operator lists them.
    private static func onlyIssuer(_ issuers: [String]) -> [String]? {
        let isURL = issuers.first.map { $0.hasPrefix("https://") || $0.hasPrefix("http://") } ?? false
        return issuers.count == 1 && isURL ? issuers : nil
    }

    /// The ways of RFC 6750 in which a token may come.
    private static func bearerMethods(_ sources: [TokenSource]) -> [String] {
        var methods: [String] = []
        if sources.contains(where: \.isBearerHeader) { methods.append("header") }
        if sources.contains(.query(name: "access_token")) { methods.append("query") }
        return methods
    }

    /// The page that clients ask for.
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
