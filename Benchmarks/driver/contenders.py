"""Configurations of Postern and of its peers: one worker each, keepalive without limit, no access log."""

import json
import os

import keys
import tools
from process import Server, free_port

CONNECTIONS = 20_000


def where(address):
    return address if isinstance(address, int) else f"unix:{address}"


def postern(folder, cores, signing, *, name="postern", cache=65536, threads=1, address=None, log="none", **settings):
    """Postern with the keys of one issuer in a file; `settings` are further top-level keys of its configuration."""
    address = address or free_port()
    place = folder / name
    place.mkdir(exist_ok=True)
    (place / "keys.json").write_text(json.dumps({"keys": [key.jwk() for key in signing]}))
    configuration = {
        "listeners": [{"address": f"127.0.0.1:{address}" if isinstance(address, int) else where(address),
                       "proxy": "nginx"}],
        "admin": "off",
        "threads": threads,
        "issuers": [{"issuer": keys.ISSUER, "audiences": [keys.AUDIENCE], "jwks": "file:keys.json",
                     "algorithms": [key.algorithm for key in signing]}],
        "claim_headers": {"X-Auth-Subject": "sub", "X-Auth-Company": "company"},
        "cache": {"tokens": cache},
        "limits": {"connections": CONNECTIONS},
        "log": {"decisions": log},
        **settings,
    }
    (place / "postern.yaml").write_text(json.dumps(configuration, indent=1))
    return Server([tools.postern(), "serve", "--config", place / "postern.yaml"], address, cores, place / "log")


def nginx(folder, cores, http, *, name="nginx", address=None):
    """nginx with one worker; `http` is what stands in its http block, with @ for the address to listen on."""
    address = address or free_port()
    place = folder / name
    place.mkdir(exist_ok=True)
    listen = f"127.0.0.1:{address}" if isinstance(address, int) else where(address)
    (place / "nginx.conf").write_text(f"""
daemon off;
{"user root;" if os.geteuid() == 0 else ""}
worker_processes 1;
worker_rlimit_nofile {CONNECTIONS};
pid {place}/pid;
error_log {place}/error.log crit;
events {{ worker_connections {CONNECTIONS - 1000}; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    keepalive_timeout 1h;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
    {http.replace("@", listen)}
}}
""")
    return Server([tools.find("nginx"), "-p", place, "-c", place / "nginx.conf", "-e", place / "error.log"],
                  address, cores, place / "log")


def constant(folder, cores, **where_and_name):
    """The yardstick: nginx that answers everything with 200 and an empty body."""
    return nginx(folder, cores, 'server { listen @ backlog=4096; location / { return 200 ""; } }', **where_and_name)


def haproxy(folder, cores, key, *, name="haproxy"):
    """HAProxy's jwt_verify, with the checks of claims that its manual leaves to the operator."""
    port = free_port()
    place = folder / name
    place.mkdir(exist_ok=True)
    (place / "key.pem").write_bytes(key.public_pem())
    (place / "haproxy.cfg").write_text(f"""
global
    nbthread 1
    maxconn {CONNECTIONS // 4}
defaults
    mode http
    timeout client 1h
    timeout http-keep-alive 1h
    timeout http-request 1m
frontend decisions
    bind 127.0.0.1:{port}
    http-request set-var(txn.algorithm) http_auth_bearer,jwt_header_query('$.alg')
    http-request set-var(txn.now) date
    http-request set-var(txn.left) http_auth_bearer,jwt_payload_query('$.exp','int'),sub(txn.now)
    http-request deny deny_status 401 unless {{ var(txn.algorithm) -m str {key.algorithm} }}
    http-request deny deny_status 401 unless {{ http_auth_bearer,jwt_payload_query('$.iss') -m str {keys.ISSUER} }}
    http-request deny deny_status 401 unless {{ http_auth_bearer,jwt_payload_query('$.aud') -m str {keys.AUDIENCE} }}
    http-request deny deny_status 401 unless {{ var(txn.left) -m int gt 0 }}
    http-request deny deny_status 401 unless {{ http_auth_bearer,jwt_verify(txn.algorithm,"{place}/key.pem") -m int 1 }}
    http-request return status 200 hdr X-Auth-Subject %[http_auth_bearer,jwt_payload_query('$.sub')] """
                                       """hdr X-Auth-Company %[http_auth_bearer,jwt_payload_query('$.company')]
""")
    return Server([tools.find("haproxy"), "-db", "-f", place / "haproxy.cfg"], port, cores, place / "log")


def envoy(folder, cores, signing, *, name="envoy", cache=0):
    """Envoy's jwt_authn in front of a direct response; `cache` tokens are remembered."""
    port = free_port()
    place = folder / name
    place.mkdir(exist_ok=True)
    extensions = "type.googleapis.com/envoy.extensions.filters"
    provider = {
        "issuer": keys.ISSUER,
        "audiences": [keys.AUDIENCE],
        "forward": True,
        "local_jwks": {"inline_string": json.dumps({"keys": [key.jwk() for key in signing]})},
        "claim_to_headers": [{"header_name": "x-auth-subject", "claim_name": "sub"},
                             {"header_name": "x-auth-company", "claim_name": "company"}],
    }
    if cache:
        provider["jwt_cache_config"] = {"jwt_cache_size": cache}
    manager = {
        "@type": f"{extensions}.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "decisions",
        "codec_type": "HTTP1",
        "generate_request_id": False,
        "route_config": {"virtual_hosts": [{
            "name": "all", "domains": ["*"],
            "routes": [{"match": {"prefix": "/"}, "direct_response": {"status": 200}}]}]},
        "http_filters": [
            {"name": "jwt", "typed_config": {
                "@type": f"{extensions}.http.jwt_authn.v3.JwtAuthentication",
                "providers": {"issuer": provider},
                "rules": [{"match": {"prefix": "/"}, "requires": {"provider_name": "issuer"}}]}},
            {"name": "router", "typed_config": {"@type": f"{extensions}.http.router.v3.Router"}},
        ],
    }
    (place / "envoy.json").write_text(json.dumps({"static_resources": {"listeners": [{
        "name": "decisions",
        "address": {"socket_address": {"address": "127.0.0.1", "port_value": port}},
        "filter_chains": [{"filters": [{"name": "http", "typed_config": manager}]}],
    }]}}))
    return Server([tools.find("envoy"), "-c", place / "envoy.json", "--concurrency", "1", "--disable-hot-restart",
                   "-l", "error"], port, cores, place / "log")
