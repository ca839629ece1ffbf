import Demo
import TestSupport

/// An application that speaks HTTP/2 alone, such as a gRPC server: an nginx in front of the echoing application.
///
/// It lets the headers through that the proxy in front of it should have dropped.
struct HTTP2Application {
    let port: Int
    private let echo: EchoUpstream
    private let nginx: ChildProcess

    static func start(in folder: TemporaryFolder) async throws -> HTTP2Application {
        guard let program = Program.nginx else { throw HarnessError("nginx is not installed") }
        let echo = try await EchoUpstream.start(port: 0)
        let port = try FreePort.take()
        let configuration = try folder.write(
            """
            pid \(folder.path)/http2.pid;
            # One process, which a test that fails takes with it.
            master_process off;
            events {}
            http {
                access_log off;
                client_body_temp_path \(folder.path)/http2;
                proxy_temp_path \(folder.path)/http2;
                fastcgi_temp_path \(folder.path)/http2;
                uwsgi_temp_path \(folder.path)/http2;
                scgi_temp_path \(folder.path)/http2;
                underscores_in_headers on;
                ignore_invalid_headers off;
                server {
                    listen 127.0.0.1:\(port) http2;
                    location / { proxy_pass http://127.0.0.1:\(echo.port); proxy_set_header Host $host; }
                }
            }
            """,
            to: "http2.conf"
        )
        let arguments = ["-p", folder.path, "-c", configuration, "-e", "stderr", "-g", "daemon off;"]
        let nginx = try ChildProcess(program, arguments, in: folder)
        try await nginx.ready { HTTPClient.canConnect(to: port) }
        return HTTP2Application(port: port, echo: echo, nginx: nginx)
    }

    func stop() async throws {
        await nginx.stop()
        try await echo.stop()
    }
}
