/// Every key that a configuration may have, section by section.
///
/// This is the only list of them: other keys are unknown, and `docs/configuration.md` explains each.
enum Section {
    enum Root: String, SectionKey {
        case listeners, admin
        case adminPublic = "admin_public"
        case threads, issuers, tokens
        case claimHeaders = "claim_headers"
        case rules, policies
        case corsPreflight = "cors_preflight"
        case spoofedHeaders = "spoofed_headers"
        case spoofedClaimHeaders = "spoofed_claim_headers"
        case decisionCacheHeader = "decision_cache_header"
        case keys, cache, limits, challenge
        case protectedResource = "protected_resource"
        case log
    }

    enum Listener: String, SectionKey {
        case address, proxy
        case pathPrefix = "path_prefix"
        case tls, socket
    }

    enum TLS: String, SectionKey {
        case certificate, key
        case clientCACertificates = "client_ca"
    }

    enum Socket: String, SectionKey {
        case mode, owner, group
    }

    enum Issuer: String, SectionKey {
        case issuer, tenants, audiences, jwks, discovery
        case jwksHeaders = "jwks_headers"
        case algorithms
        case tokenTypes = "token_types"
        case leeway
        case requiredClaims = "required_claims"
        case maxLifetime = "max_lifetime"
        case maxAge = "max_age"
        case caFile = "ca_file"
        case profile, readiness
        case claimHeaders = "claim_headers"
    }

    enum JWKSHeader: String, SectionKey {
        case env, file, scheme
    }

    enum Token: String, SectionKey {
        case header, scheme, cookie, chunked, query
        case webSocketProtocol = "websocket_protocol"
    }

    enum ClaimHeader: String, SectionKey {
        case claim, format
        case defaultValue = "default"
        case payload
    }

    enum Rule: String, SectionKey {
        case match, access, require
        case resourceMetadata = "resource_metadata"
    }

    enum Match: String, SectionKey {
        case paths, methods, hosts
    }

    enum Require: String, SectionKey {
        case scopes, claims, issuers, audiences
    }

    enum Claim: String, SectionKey {
        case not, contains, matches
        case atLeast = "at_least"
        case atMost = "at_most"
    }

    enum Policy: String, SectionKey {
        case rules
    }

    enum Keys: String, SectionKey {
        case refresh
        case staleFor = "stale_for"
        case cooldown, timeout
        case stateDirectory = "state_directory"
    }

    enum Cache: String, SectionKey {
        case tokens
    }

    enum Limits: String, SectionKey {
        case token
        case headerBlock = "header_block"
        case headers, connections
        case headerTimeout = "header_timeout"
        case idleTimeout = "idle_timeout"
        case drainTimeout = "drain_timeout"
        case responseHeaders = "response_headers"
    }

    enum Challenge: String, SectionKey {
        case realm
        case resourceMetadata = "resource_metadata"
    }

    enum ProtectedResource: String, SectionKey {
        case resource
        case authorizationServers = "authorization_servers"
        case scopesSupported = "scopes_supported"
        case resourceName = "resource_name"
        case resourceDocumentation = "resource_documentation"
    }

    enum Log: String, SectionKey {
        case format, level, decisions
    }

    /// Every section with its name; `[]` means each element of a list and `NAME` a name from the configuration.
    static let all: [(name: String, keys: [String])] = [
        ("", spellings(Root.self)),
        ("listeners[]", spellings(Listener.self)),
        ("listeners[].tls", spellings(TLS.self)),
        ("listeners[].socket", spellings(Socket.self)),
        ("issuers[]", spellings(Issuer.self)),
        ("issuers[].jwks_headers.NAME", spellings(JWKSHeader.self)),
        ("tokens[]", spellings(Token.self)),
        ("claim_headers.NAME", spellings(ClaimHeader.self)),
        ("rules[]", spellings(Rule.self)),
        ("rules[].match", spellings(Match.self)),
        ("rules[].require", spellings(Require.self)),
        ("rules[].require.claims.NAME", spellings(Claim.self)),
        ("policies.NAME", spellings(Policy.self)),
        ("keys", spellings(Keys.self)),
        ("cache", spellings(Cache.self)),
        ("limits", spellings(Limits.self)),
        ("challenge", spellings(Challenge.self)),
        ("protected_resource", spellings(ProtectedResource.self)),
        ("log", spellings(Log.self)),
    ]

    private static func spellings<Key: SectionKey>(_ keys: Key.Type) -> [String] {
        keys.allCases.map(\.rawValue)
    }
}
