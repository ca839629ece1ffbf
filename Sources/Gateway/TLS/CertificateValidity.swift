import NIOSSL
import Telemetry

/// The period in which all certificates of a file are valid, in Unix seconds.
struct CertificateValidity: Sendable, Equatable {
    /// Seconds before its expiry by which a certificate should have been renewed: 14 days.
    private static let renewalPeriod = 14 * 86_400.0

    let path: String
    /// The latest `notBefore` of the certificates.
    let notBefore: Double
    /// The earliest `notAfter` of the certificates.
    let notAfter: Double

    /// Whether an operator has to act; greater values are more urgent.
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

    /// Combines the certificates of a file; nil if there are none.
    init?(_ certificates: [NIOSSLCertificate], path: String) {
        guard let notBefore = certificates.map({ Double($0.notValidBefore) }).max(),
            let notAfter = certificates.map({ Double($0.notValidAfter) }).min()
        else { return nil }
        self.init(path: path, notBefore: notBefore, notAfter: notAfter)
    }

    /// The status at a time, in Unix seconds.
    func status(at now: Double) -> Status {
        if notAfter < now { return .expired }
        if notBefore > now { return .notYetValid }
        return notAfter < now + Self.renewalPeriod ? .expiresSoon : .valid
    }

    /// Warnings at a time, in Unix seconds; empty if the certificates are valid for long enough.
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
