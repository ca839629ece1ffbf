/// Waits until the condition holds, looking again every 20 ms.
///
/// - Throws: ``HarnessError`` when it does not hold in time.
package func eventually(
    _ expectation: String,
    within limit: Duration = .seconds(30),
    _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < end else { throw HarnessError("not within \(limit): \(expectation)") }
        try await Task.sleep(for: .milliseconds(20))
    }
}
