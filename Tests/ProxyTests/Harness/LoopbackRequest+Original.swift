import Demo

/// The original request of a question, in whichever family of headers it is.
extension LoopbackRequest {
    var originalMethod: String? { original("Method") ?? method }

    var originalTarget: String? { original("Uri") ?? target }

    var originalHost: String? { original("Host") ?? values(of: "Host").first }

    private func original(_ name: String) -> String? {
        // Envoy sends headers that begin with `X-Forwarded-`, too, but never these.
        (values(of: "X-Original-\(name)") + values(of: "X-Forwarded-\(name)")).first
    }
}
