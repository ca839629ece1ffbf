/// The claims of a token that is good by the usual requirements.
package enum Claims {
    package static let issuer = "https://issuer.example"
    package static let audience = "api"
    package static let expiry = 1_800_003_600

    package static func payload(_ more: String = "") -> String {
        let base = "\"iss\":\"\(issuer)\",\"aud\":\"\(audience)\",\"exp\":\(expiry),\"sub\":\"alice\""
        return "{\(base)\(more.isEmpty ? "" : ",\(more)")}"
    }

    /// A payload with one of the usual claims replaced or, with nil, left out.
    package static func payload(changing name: String, to value: String?) -> String {
        let usual = [
            ("iss", "\"\(issuer)\""), ("aud", "\"\(audience)\""), ("exp", "\(expiry)"), ("sub", "\"alice\""),
        ]
        var members = usual.filter { $0.0 != name }.map { "\"\($0.0)\":\($0.1)" }
        if let value { members.append("\"\(name)\":\(value)") }
        return "{\(members.joined(separator: ","))}"
    }
}
