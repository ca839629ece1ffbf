import NIOCore
import Telemetry

/// Requests that wait for an issuer's keys.
extension Worker {
    /// Keeps a connection whose first unanswered request waits, and asks for the keys.
    func park(_ connection: Connection, issuer: Int) {
        parked.append(connection)
        counters.parkedRequests += 1
        counters.parkedRequestsTotal += 1
        policy.requestRefresh(issuer)
    }

    /// Takes a connection out of those that wait.
    func unpark(_ connection: Connection) {
        guard let place = parked.firstIndex(where: { $0 === connection }) else { return }
        parked.swapAt(place, parked.count - 1)
        parked.removeLast()
        counters.parkedRequests -= 1
    }

    /// Judges anew the requests that wait for certain issuers.
    func resumeParked(where isMeant: (_ issuer: Int) -> Bool) {
        // Resuming changes the list: some requests may have to wait again.
        for connection in parked {
            guard case .parked(let issuer) = connection.phase, isMeant(issuer) else { continue }
            connection.resumeRequest(mayWait: true)
        }
    }
}
