internal import Authorization
internal import Gateway
internal import Issuers
internal import Logging
internal import Telemetry

extension ConfigurationReader {
    /// The limits of listeners; those on tokens and responses belong to the authorization.
    func limits(_ field: Field?, _ authorization: inout AuthorizationConfiguration) -> GatewayLimits {
        var limits = GatewayLimits()
        guard let section = field.flatMap({ MappingReader<Section.Limits>($0) }) else { return limits }
        let maxSize = 1 << 20
        limits.headerBlock = section[.headerBlock]?.size(from: 1 << 10, to: maxSize) ?? limits.headerBlock
        limits.headers = section[.headers]?.integer(in: 1...10_000) ?? limits.headers
        limits.connections = section[.connections]?.integer(in: 1...1_000_000) ?? limits.connections
        limits.headerTimeout = section[.headerTimeout]?.duration() ?? limits.headerTimeout
        limits.idleTimeout = section[.idleTimeout]?.duration() ?? limits.idleTimeout
        limits.drainTimeout = section[.drainTimeout]?.duration(to: 3_600_000) ?? limits.drainTimeout
        authorization.responseHeadersLimit =
            section[.responseHeaders]?.size(to: maxSize) ?? authorization.responseHeadersLimit
        guard let token = section[.token]?.size(to: maxSize) else { return limits }
        authorization.tokenLimit = token
        if token > limits.headerBlock {
            section[.token]?.warning("a token of this size does not fit into limits.header_block")
        }
        return limits
    }

    /// Header names that leave no space for values would turn every allow into a refusal.
    func checkRoom(for field: Field?, _ authorization: AuthorizationConfiguration) {
        // Includes the colon and CRLF; an empty value has no space before it.
        let bytes = authorization.claimHeaderNames.reduce(0) { $0 + $1.utf8.count + 3 }
        guard bytes > authorization.responseHeadersLimit else { return }
        field?.error(
            "the names alone take \(bytes) bytes, and limits.response_headers allows \(authorization.responseHeadersLimit)"
        )
    }

    func keys(_ field: Field?) -> KeySettings {
        var keys = KeySettings()
        guard let section = field.flatMap({ MappingReader<Section.Keys>($0) }) else { return keys }
        keys.refresh = section[.refresh]?.duration(from: 10_000) ?? keys.refresh
        keys.staleFor = section[.staleFor]?.duration() ?? keys.staleFor
        keys.cooldown = section[.cooldown]?.duration(from: 1000) ?? keys.cooldown
        keys.timeout = section[.timeout]?.duration() ?? keys.timeout
        keys.stateDirectory = section[.stateDirectory]?.filePath()
        if keys.staleFor < keys.refresh {
            (section[.staleFor] ?? section[.refresh])?.error(
                "keys would expire before they are refreshed",
                suggestion: "stale_for must not be below refresh"
            )
        }
        return keys
    }

    func log(_ field: Field?) -> LogSettings {
        var log = LogSettings()
        guard let section = field.flatMap({ MappingReader<Section.Log>($0) }) else { return log }
        log.format = section[.format]?.choice(of: LogFormat.self) ?? log.format
        log.level = section[.level]?.choice(of: Logger.Level.self) ?? log.level
        log.decisions = section[.decisions]?.choice(of: DecisionLogging.self) ?? log.decisions
        return log
    }
}
