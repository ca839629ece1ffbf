import Foundation
import Glibc
import Testing

extension ProxySuite {
    /// `postern serve` under a service manager that holds its socket.
    struct ActivationTests {
        /// A listening socket of the tests', and its port.
        private static func open() throws -> (descriptor: Int32, port: Int) {
            let port = try FreePort.take()
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var yes: Int32 = 1
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout.size(ofValue: yes)))
            var address = sockaddr_in(loopback: port)
            let isBound = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            guard isBound, listen(descriptor, 1024) == 0 else { throw HarnessError("cannot listen on \(port)") }
            return (descriptor, port)
        }

        @Test("Restarts lose no connection: everybody who connects is answered")
        func restarts() async throws {
            let (descriptor, port) = try Self.open()
            defer { close(descriptor) }
            let operated = try await Operated(sockets: [descriptor], port: port)
            let crowd = Crowd(clients: 1, port: port, requests: ["GET / HTTP/1.1\r\nHost: h\r\n\r\n"])
            for _ in 0..<3 {
                let count = crowd.count + 20
                try await operated.process.ready { crowd.count > count }
                operated.signal(SIGTERM)
                #expect(try await operated.process.exit(within: .seconds(8)) == 0)
                try await operated.start(sockets: [descriptor])
            }
            let answers = try await crowd.stop()
            #expect(answers.allSatisfy { $0.status == 401 }, "\(answers)")
            await operated.process.stop()
        }

        @Test("A socket that no listener is configured for is named")
        func namesStrangers() async throws {
            let (descriptor, port) = try Self.open()
            defer { close(descriptor) }
            let operated = try await Operated(sockets: [descriptor])
            try await operated.process.ready {
                operated.process.output.contains("\"socket\":\"127.0.0.1:\(port) (unknown)\"")
            }
            await operated.process.stop()
        }

        @Test("The manager hears when the service is ready, reloads and stops")
        func notifies() async throws {
            let folder = try TemporaryFolder()
            let inbox = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            defer { close(inbox) }
            var limit = timeval(tv_sec: 20, tv_usec: 0)
            setsockopt(inbox, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            let path = "\(folder.path)/notify"
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
            let isBound = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(inbox, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                }
            }
            #expect(isBound)
            func next() -> String {
                var bytes = [UInt8](repeating: 0, count: 1024)
                return String(decoding: bytes[..<max(0, recv(inbox, &bytes, bytes.count, 0))], as: UTF8.self)
            }
            let operated = try await Operated(environment: ["NOTIFY_SOCKET=\(path)"])
            #expect(next().hasPrefix("READY=1\n"))
            try await operated.reload("\"message\":\"reloaded\"")
            #expect(next().hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
            #expect(next().hasPrefix("READY=1\n"))
            operated.signal(SIGTERM)
            #expect(next().hasPrefix("STOPPING=1\n"))
            #expect(try await operated.process.exit(within: .seconds(8)) == 0)
        }
    }
}
