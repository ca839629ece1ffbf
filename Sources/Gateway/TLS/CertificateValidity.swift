import NIOSSL
import Telemetry

/// From when to when all certificates of a file are valid; times are Unix seconds.
struct CertificateValidity: Sendable, Equatable {
    /// How many seconds before its end a certificate should have been renewed: 14 days.
    private static let renewalPeriod = 14 * 86_400.0

    let path: String
    /// The latest beginning.
    let notBefore: Double
    /// The earliest end.
    let notAfter: Double

    /// What an operator must know, the more urgent the greater.
    enum Status: Int, Comparable {
        case valid
        case expiresSoon
        case notYetValid
        case expired

        static func < (one: Status, other: Status) -> Bool { one.rawValue < other.rawValue }
    }

    init(path: String, notBefore: Double, notAfter: Double) {
        self.path = path
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    /// - Returns: nil without a certificate.
    init?(_ certificates: [NIOSSLCertificate], path: String) {
        guard let notBefore = certificates.map({ Double($0.notValidBefore) }).max(),
            let notAfter = certificates.map({ Double($0.notValidAfter) }).min()
        else { return nil }
        self.init(path: path, notBefore: notBefore, notAfter: notAfter)
    }

    /// The most urgent status at a time.
    func status(at now: Double) -> Status {
        if notAfter < now { return .expired }
        if notBefore > now { return .notYetValid }
        return notAfter < now + Self.renewalPeriod ? .expiresSoon : .valid
    }

    /// A sentence for each status at a time; empty when all is well.
    func warnings(at now: Double) -> [String] {
        var warnings: [String] = []
        if notAfter < now + Self.renewalPeriod {
            let verb = notAfter < now ? "expired" : "expires"
            warnings.append("TLS: \(path) has a certificate that \(verb) at \(Timestamp.rfc3339(notAfter)); renew it")
        }
        if notBefore > now {
            let time = Timestamp.rfc3339(notBefore)
            warnings.append("TLS: \(path) has a certificate that is not valid until \(time)")
        }
        return warnings
    }
}
