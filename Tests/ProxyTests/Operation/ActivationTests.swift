import Foundation
import Glibc
import TestSupport
import Testing

extension ProxySuite {
    /// `postern serve` under a service manager that holds its socket.
    @Suite("Socket activation")
    struct ActivationTests {
        @Test("Restarts lose no connection: everybody who connects is answered")
        func restarts() async throws {
            let socket = try BoundSocket(port: FreePort.take())
            defer { socket.close() }
            try socket.listen()
            let operated = try await Operated(sockets: [socket.descriptor], port: socket.port)
            let crowd = Crowd(clients: 1, port: socket.port, requests: ["GET / HTTP/1.1\r\nHost: h\r\n\r\n"])
            for _ in 0..<3 {
                let count = crowd.count + 20
                try await operated.process.ready { crowd.count > count }
                operated.signal(SIGTERM)
                #expect(try await operated.process.exit(within: .seconds(8)) == 0)
                try await operated.start(sockets: [socket.descriptor])
            }
            let answers = try await crowd.stop()
            #expect(answers.allSatisfy { $0.status == 401 }, "\(answers)")
            await operated.process.stop()
        }

        @Test("A socket that no listener is configured for is named")
        func namesStrangers() async throws {
            let socket = try BoundSocket(port: FreePort.take())
            defer { socket.close() }
            try socket.listen()
            let operated = try await Operated(sockets: [socket.descriptor])
            try await operated.process.ready {
                operated.process.output.contains("\"socket\":\"127.0.0.1:\(socket.port) (unknown)\"")
            }
            await operated.process.stop()
        }

        @Test("The manager hears when the service is ready, reloads and stops")
        func notifies() async throws {
            let manager = try NotifySocket()
            let operated = try await Operated(environment: ["NOTIFY_SOCKET=\(manager.path)"])
            #expect(manager.next().hasPrefix("READY=1\n"))
            try await operated.reload("\"message\":\"reloaded\"")
            #expect(manager.next().hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
            #expect(manager.next().hasPrefix("READY=1\n"))
            operated.signal(SIGTERM)
            #expect(manager.next().hasPrefix("STOPPING=1\n"))
            #expect(try await operated.process.exit(within: .seconds(8)) == 0)
        }
    }
}
