import NIOSSL
import Telemetry

/// From when to when all certificates of a file are valid; times are Unix seconds.
struct CertificateValidity: Sendable, Equatable {
    /// How many seconds before its end a certificate should have been renewed: 14 days.
    private static let renewal = 14 * 86_400.0

    let path: String
    /// The latest beginning.
    let begins: Double
    /// The earliest end.
    let ends: Double

    /// What an operator must know, the more urgent the greater.
    enum Concern: Int, Comparable {
        case none
        case endsSoon
        case notYetValid
        case expired

        static func < (one: Concern, other: Concern) -> Bool { one.rawValue < other.rawValue }
    }

    init(path: String, begins: Double, ends: Double) {
        self.path = path
        self.begins = begins
        self.ends = ends
    }

    /// - Returns: nil without a certificate.
    init?(_ certificates: [NIOSSLCertificate], path: String) {
        guard let begins = certificates.map({ Double($0.notValidBefore) }).max(),
            let ends = certificates.map({ Double($0.notValidAfter) }).min()
        else { return nil }
        self.init(path: path, begins: begins, ends: ends)
    }

    /// The most urgent concern at a time.
    func concern(at now: Double) -> Concern {
        if ends < now { return .expired }
        if begins > now { return .notYetValid }
        return ends < now + Self.renewal ? .endsSoon : .none
    }

    /// A sentence for each concern at a time; empty when all is well.
    func warnings(at now: Double) -> [String] {
        var warnings: [String] = []
        if ends < now + Self.renewal {
            let verb = ends < now ? "expired" : "expires"
            warnings.append("TLS: \(path) has a certificate that \(verb) at \(Timestamp.rfc3339(ends)); renew it")
        }
        if begins > now {
            let time = Timestamp.rfc3339(begins)
            warnings.append("TLS: \(path) has a certificate that is not valid before \(time); wait, or renew it")
        }
        return warnings
    }
}
