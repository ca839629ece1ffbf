import Authorization
import Logging
import NIOCore
import Telemetry

/// More requests than there is time for: those that need a signature are refused fast, and the others answered in time.
extension Worker {
    /// Takes note of a signature that was verified, and stops verifying when the turn has had its share.
    func noteVerification() {
        beginTurn()
        turn.note()
        guard !turn.hasTime() else { return }
        authorizer.mayVerify = false
        count.noteLag(at: .now())
    }

    /// Tells how many requests were refused since this was last told, at most every few seconds.
    func logOverload() {
        let refusals = counters.overloadRefusals - overloadRefusalsTold
        guard refusals > 0, tick % Self.ticksBetweenOverloadLines == 0 else { return }
        overloadRefusalsTold = counters.overloadRefusals
        logger.warning(
            "overloaded: requests were refused because there was no time for their signatures",
            metadata: ["refused": .stringConvertible(refusals)]
        )
    }

    private static let ticksBetweenOverloadLines = 20
}
