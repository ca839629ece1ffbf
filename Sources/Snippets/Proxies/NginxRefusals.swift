/// The responses of denied requests.
enum NginxRefusals {
    /// A part of `http`.
    static func maps(_ upstream: ApplicationProtocol) -> String {
        var lines = Lines()
        lines.add(
            """
            # nginx passes the challenge on with a 401, but not with a 403. This adds it only to the 403, so
            # that no response has it twice.
            map $status $challenge_of_403 {
                403 $challenge;
                default "";
            }

            # Set if Postern was asked and its location returned no decision. Otherwise a 500 has another
            # cause.
            map $decision $no_decision {
                "" "";
                200 "";
                401 "";
                403 "";
                default 1;
            }
            map $decision_retry_after $retry_after {
                "" 1;
                default $decision_retry_after;
            }

            """
        )
        if upstream == .grpc {
            lines.add(
                """
                # 14 is gRPC's UNAVAILABLE.
                map $status $grpc_status {
                    200 14;
                    default "";
                }

                """
            )
        }
        return lines.text
    }

    /// A part of the location with the subrequest.
    static func inLocation(_ upstream: ApplicationProtocol) -> String {
        """
        auth_request_set $challenge $upstream_http_www_authenticate;
        add_header WWW-Authenticate $challenge_of_403 always;

        # auth_request answers 500 when there is no decision; the client gets a 503 instead. The
        # application's own 500 is passed on, as long as \(upstream.module)_intercept_errors is off.
        auth_request_set $decision $status;
        auth_request_set $decision_retry_after $upstream_http_retry_after;
        error_page 500 = @no_decision;
        """
    }

    /// The location for status 500; a part of `server`.
    static func location(_ upstream: ApplicationProtocol) -> String {
        var lines = Lines()
        lines.add(
            """
            # Postern is down, does not answer, or has no keys for the token's issuer.
            location @no_decision {
                add_header Retry-After $retry_after always;
                add_header Cache-Control no-store always;
            """
        )
        if upstream == .grpc {
            lines.add(
                """
                # gRPC's status is in a header of a 200 without a body.
                add_header grpc-status $grpc_status always;
                default_type application/grpc;
                """,
                indent: 4
            )
        }
        lines.add(
            """

            # The request's headers are larger than Postern's `limits.header_block`.
            if ($decision = 431) { return 431; }
            # Another 500, which nginx itself generated.
            if ($no_decision = "") { return 500; }
            """,
            indent: 4
        )
        if upstream == .grpc {
            lines.add(
                """
                if ($content_type ~ "^application/grpc") { return 200 ""; }
                """,
                indent: 4
            )
        }
        lines.add("    return 503;\n}")
        return lines.text
    }
}
