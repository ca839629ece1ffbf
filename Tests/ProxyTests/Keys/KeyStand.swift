import Demo
import Foundation
import TestSupport

/// Postern and its identity provider, with nothing before or behind them: what keys do is asked here.
struct KeyStand {
    let issuer: GatewayIssuer
    let key: Ed25519SigningKey
    let postern: PosternService

    private static func configuration(_ tenants: [String], _ settings: String) -> String {
        """
        listeners:
          - { address: "127.0.0.1:9090", proxy: nginx }
          - { address: "127.0.0.1:9093", proxy: envoy }
          - { address: "127.0.0.1:9094", proxy: forwarded }
        admin: 127.0.0.1:9091
        issuers:
          - issuer: "https://my-api.example/__zuplo/issuer"
            tenants: [\(tenants.joined(separator: ", "))]
            audiences: any
        claim_headers: { X-Auth-Subject: sub }
        log: { decisions: none }
        keys: { \(settings) }

        """
    }

    /// Builds it, uses it, and takes it down whatever happens; Postern listens when the body begins.
    ///
    /// - Parameters:
    ///   - keys: the section of the configuration, without its braces.
    ///   - more: further lines of the configuration's list of issuers.
    static func use(
        tenants: [String] = [GatewayIssuer.tenant],
        keys settings: String = "",
        more: String = "",
        isUp: Bool = true,
        _ body: (KeyStand) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let key = Ed25519SigningKey(keyID: "first")
        let issuer = try GatewayIssuer(port: FreePort.take(), keys: [key])
        if isUp { try await issuer.start() }
        let outcome: Result<Void, any Error>
        do {
            let text = configuration(tenants, settings).replacing("claim_headers:", with: more + "claim_headers:")
            let file = ExampleFile(text: text, name: "KeyStand.configuration")
            let postern = try await PosternService(file, issuer: issuer.issuer("{tenant}"), in: folder)
            do {
                let stand = KeyStand(issuer: issuer, key: key, postern: postern)
                if isUp { try await postern.process.ready { try postern.isReady } }
                try await body(stand)
                outcome = .success(())
            } catch {
                outcome = .failure(error)
            }
            await postern.process.stop()
        } catch {
            outcome = .failure(error)
        }
        try await issuer.stop()
        try outcome.get()
    }

    /// Asks for one decision.
    func ask(_ token: String) throws -> HTTPAnswer {
        try HTTPClient.exchange(Self.question(token, isLast: true), port: postern.nginxPort)
    }

    /// The bytes of a question about a token.
    static func question(_ token: String, isLast: Bool = false) -> String {
        let lines = [
            "GET / HTTP/1.1", "Host: auth", "X-Original-Method: GET", "X-Original-URI: /", "X-Original-Host: api",
            "Authorization: Bearer \(token)",
        ]
        return (lines + (isLast ? ["Connection: close"] : [])).joined(separator: "\r\n") + "\r\n\r\n"
    }

    /// What `/status.json` tells about the first issuer.
    func status() throws -> [String: Any] {
        let answer = try HTTPClient.request("GET", "/status.json", port: postern.adminPort)
        let page = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
        let issuers = page?["issuers"] as? [[String: Any]]
        guard let first = issuers?.first else { throw HarnessError("no issuers in \(answer.body)") }
        return first
    }

    func state() throws -> String {
        try status()["state"] as? String ?? ""
    }

    /// Memory that it holds at present, in MiB.
    func residentMiB() throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(postern.process.pid)/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        guard let number = line?.split(separator: " ").dropFirst().first.flatMap({ Double($0) }) else {
            throw HarnessError("no VmRSS")
        }
        return number / 1024
    }

    /// Processor time that it has used since its start.
    func processorSeconds() throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(postern.process.pid)/stat", encoding: .utf8)
        // What follows the name, which may hold anything; utime and stime are fields 14 and 15 of all.
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            throw HarnessError("no times")
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
