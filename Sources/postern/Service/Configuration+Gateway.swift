internal import Gateway
internal import Issuers
internal import ProxyProtocol
internal import Settings

/// The configuration in the words of the rooms that carry it out.
extension Configuration {
    var decisionListeners: [DecisionListener] {
        listeners.map { listener in
            DecisionListener(
                address: Gateway.ListenAddress(listener.address),
                dialect: Dialect(listener.dialect),
                tls: listener.tls.map(TLSFiles.init),
                access: UnixSocketAccess(
                    mode: listener.socket.mode,
                    owner: listener.socket.owner,
                    group: listener.socket.group
                )
            )
        }
    }

    var adminAddress: Gateway.ListenAddress? {
        admin.map { Gateway.ListenAddress($0) }
    }

    /// One loop for each processor that this process may use.
    var automaticThreads: Int { ProcessorAllowance.processors() }

    var decisionSettings: DecisionSettings {
        DecisionSettings(
            authorization: authorization,
            limits: GatewayLimits(
                headerBlock: limits.headerBlock,
                headers: limits.headers,
                connections: limits.connections,
                headerTimeout: limits.headerTimeout,
                idleTimeout: limits.idleTimeout,
                keyTimeout: keys.timeout
            ),
            logging: DecisionLogging(log.decisions)
        )
    }
}

extension Gateway.ListenAddress {
    init(_ address: Settings.ListenAddress) {
        switch address {
        case .tcp(let host, let port): self = .tcp(host: host, port: port)
        case .unix(let path): self = .unix(path: path)
        }
    }
}

extension TLSFiles {
    init(_ settings: TLSSettings) {
        self.init(
            certificate: settings.certificate,
            key: settings.key,
            clientAuthorities: settings.clientAuthorities
        )
    }
}

extension Dialect {
    init(_ dialect: ListenerSettings.Dialect) {
        switch dialect {
        case .nginx: self = .nginx
        case .envoy(let pathPrefix): self = .envoy(pathPrefix: pathPrefix ?? "")
        case .forwarded: self = .forwarded
        }
    }
}

extension DecisionLogging {
    init(_ decisions: LogSettings.Decisions) {
        switch decisions {
        case .none: self = .none
        case .denied: self = .denied
        case .all: self = .all
        }
    }
}
