import Authorization
import NIOCore
import Telemetry

/// Requests that wait for evidence.
extension Worker {
    /// Keeps a connection whose first unanswered request waits, and asks for what it lacks.
    func park(_ connection: Connection, _ need: Need) {
        parked.append(connection)
        counters.parkedRequests += 1
        counters.parkedRequestsTotal += 1
        policy.evidenceService.request(need)
    }

    /// Takes a connection out of those that wait.
    func unpark(_ connection: Connection) {
        guard let place = parked.firstIndex(where: { $0 === connection }) else { return }
        parked.swapAt(place, parked.count - 1)
        parked.removeLast()
        counters.parkedRequests -= 1
    }

    /// Decides again about the requests that have certain needs.
    func resumeParked(where isMeant: (Need) -> Bool) {
        // Resuming changes the list: some requests may have to wait again.
        for connection in parked {
            guard case .parked(let need) = connection.phase, isMeant(need) else { continue }
            connection.resumeRequest(mayWait: true)
        }
    }
}
