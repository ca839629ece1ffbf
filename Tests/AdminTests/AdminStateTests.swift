import Authorization
import Telemetry
import Testing

@testable import Admin

@Suite("The state behind the admin pages")
struct AdminStateTests {
    private let resource = ProtectedResource(resource: "https://api.example/v1")
    private let authorization = AuthorizationConfiguration(issuers: [])

    @Test("A service that drains is not ready, whatever its keys are")
    func draining() {
        let state = AdminState(resource: nil, authorization)
        state.readiness.update(hasFirstKeys: true)
        #expect(state.missing([]).isEmpty)
        state.beginDraining()
        #expect(state.missing([]) == ["draining"])
    }

    @Test("Keys are not checked any more once the service has been ready")
    func readyOnce() {
        let readiness = Readiness()
        var looks = 0
        func hasFirstKeys(_ answer: Bool) -> Bool {
            looks += 1
            return answer
        }
        readiness.update(hasFirstKeys: hasFirstKeys(false))
        readiness.update(hasFirstKeys: hasFirstKeys(true))
        readiness.update(hasFirstKeys: hasFirstKeys(false))
        #expect(looks == 2)
    }

    @Test("A refused reload changes nothing but the last outcome; a good one replaces the resource's metadata")
    func reloads() {
        let state = AdminState(resource: resource, authorization)
        #expect(state.reload.isSuccessful)
        #expect(state.resource?.resourcePath == "/v1")
        state.recordReloadFailure("wrong")
        #expect(state.reload.error == "wrong")
        #expect(state.resource != nil)
        state.recordReload(resource: nil, authorization)
        #expect(state.reload.isSuccessful)
        #expect(state.resource == nil)
    }
}
