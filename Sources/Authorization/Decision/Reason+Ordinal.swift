extension Reason {
    /// The reason's index among all reasons, so that counters are elements of an array.
    package var ordinal: Int {
        switch self {
        case .tokenMissing: 0
        case .tokenAmbiguous: 1
        case .tokenTooLarge: 2
        case .tokenMalformed: 3
        case .typeNotAllowed: 4
        case .criticalHeaderUnsupported: 5
        case .algorithmNotAllowed: 6
        case .keyUnknown: 7
        case .signatureInvalid: 8
        case .issuerUnknown: 9
        case .audienceMismatch: 10
        case .claimMissing: 11
        case .claimMalformed: 12
        case .tokenExpired: 13
        case .tokenNotYetValid: 14
        case .scopeInsufficient: 15
        case .claimMismatch: 16
        case .ruleDenied: 17
        case .requestAmbiguous: 18
        case .headersTooLarge: 19
        case .keysUnavailable: 20
        }
    }
}
