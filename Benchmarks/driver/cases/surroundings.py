"""What a decision costs over another socket, behind nginx, and with a second loop."""

import contenders
from bench import Subject


def sockets(bench):
    """TCP beside a Unix socket, both with h2load, because wrk knows TCP alone."""
    key, bearer = bench.key("RS256"), bench.bearer("RS256")
    subjects = []
    for kind, address in (("TCP", None), ("Unix", "socket")):
        def place(name):
            return address and bench.folder / f"{name}.{address}"

        subjects += [
            Subject(f"nginx constant, {kind}", [bench.start(
                contenders.constant, name=f"nginx-{kind}", address=place("nginx"))], bearer, load="h2load"),
            Subject(f"Postern, cached, {kind}", [bench.start(
                contenders.postern, [key], name=f"cached-{kind}", address=place("cached"))], bearer, load="h2load"),
            Subject(f"Postern, RS256 verified, {kind}", [bench.start(
                contenders.postern, [key], name=f"verified-{kind}", address=place("verified"), cache=0)],
                bearer, load="h2load"),
        ]
    return bench.compare(subjects)


PROXY = """
    upstream application {{ server 127.0.0.1:{application}; keepalive 64; keepalive_requests 1000000000; }}
    {upstream}
    server {{
        listen @ backlog=4096;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        location / {{
            {auth}
            proxy_pass http://application;
        }}
        {question}
    }}
"""
AUTH = """auth_request /_postern;
            auth_request_set $claim_x_auth_subject $upstream_http_x_auth_subject;
            auth_request_set $claim_x_auth_company $upstream_http_x_auth_company;
            proxy_set_header Connection "";
            proxy_set_header X-Auth-Subject $claim_x_auth_subject;
            proxy_set_header X-Auth-Company $claim_x_auth_company;"""
QUESTION = """location = /_postern {
            internal;
            proxy_pass http://postern/;
            proxy_set_header Connection "";
            proxy_pass_request_body off;
            proxy_set_header Content-Length "";
            proxy_set_header X-Original-Method $request_method;
            proxy_set_header X-Original-URI $request_uri;
            proxy_set_header X-Original-Host $host;
            proxy_set_header X-Original-URL "";
        }"""


def gateway(bench):
    """Through nginx to an application, without auth and with; nginx and Postern share a core, the load has its own."""
    key, bearer = bench.key("RS256"), bench.bearer("RS256")
    application = bench.start(
        contenders.nginx, 'server { listen @ backlog=4096; location / { return 200 "hello\\n"; } }',
        name="application", cores=bench.load_cores)

    def front(name, postern=None, question=QUESTION, auth=AUTH):
        upstream = "" if postern is None else (
            f"upstream postern {{ server {'127.0.0.1:' * isinstance(postern.address, int)}"
            f"{contenders.where(postern.address)}; keepalive 64; keepalive_requests 1000000000; }}")
        return bench.start(contenders.nginx, PROXY.format(
            application=application.address, upstream=upstream, auth=auth, question=question), name=name)

    tcp = bench.start(contenders.postern, [key], name="tcp")
    unix = bench.start(contenders.postern, [key], name="unix", address=bench.folder / "postern.sock")
    # What is left when whoever is asked does nothing.
    constant = bench.start(contenders.constant, name="constant", address=bench.folder / "constant.sock")
    return bench.compare([
        Subject("nginx, no auth", [front("plain", question="", auth="")], bearer),
        Subject("nginx + Postern, Unix", [front("over-unix", unix), unix], bearer),
        Subject("nginx + Postern, TCP", [front("over-tcp", tcp), tcp], bearer),
        Subject("nginx + nginx constant, Unix", [front("over-constant", constant), constant], bearer),
    ])


def loops(bench):
    """One loop and two. The load has to share the two cores, so both loops' counts run on the same two cores."""
    key, bearer = bench.key("RS256"), bench.bearer("RS256")
    subjects = []
    for what, cache in (("cached", 65536), ("RS256 verified", 0)):
        for threads, count in ((1, "one loop"), (2, "two loops")):
            server = bench.start(
                contenders.postern, [key], name=f"{cache}-{threads}", cache=cache, threads=threads, cores=bench.cores)
            subjects.append(Subject(f"{what}, {count}", [server], bearer, load_cores=bench.cores))
    return bench.compare(subjects)
