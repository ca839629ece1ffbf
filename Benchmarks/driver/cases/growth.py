"""How the cost of a decision grows with what there is of everything. Subjects are named `line @ size`."""

import json

import contenders
import keys
import load
from bench import Subject


def issuers(bench):
    """1 to 1,000 issuers; a thousand tokens spread over them. HS256, so that the signature hides nothing."""
    key, subjects = bench.key("HS256"), []
    for count in bench.some((1, 10, 100, 1000)):
        names = [f"https://issuer-{index}.example" for index in range(count)]
        tokens = bench.folder / f"tokens-{count}"
        tokens.write_text("".join(
            key.token(issuer=names[index % count], jti=str(index)) + "\n" for index in range(1000)))
        (bench.folder / "shared.json").write_text(json.dumps({"keys": [key.jwk()]}))
        settings = {"issuers": [{"issuer": name, "audiences": [keys.AUDIENCE], "jwks": "file:../shared.json",
                                 "algorithms": ["HS256"]} for name in names]}
        for line, cache in (("cached", 65536), ("verified", 0)):
            server = bench.start(contenders.postern, [key], name=f"{line}-{count}", cache=cache, **settings)
            subjects.append(Subject(f"{line} @ {count}", [server], tokens=tokens))
    return bench.compare(subjects)


def rules(bench):
    """10 to 10,000 rules; the request is covered by the last."""
    key, subjects = bench.key("RS256"), []
    for count in bench.some((10, 100, 1000, 10_000)):
        settings = {"rules": [{"match": {"paths": [f"/service-{index}/items/**"]},
                               "require": {"claims": {"company": ["example"]}}} for index in range(count)]}
        server = bench.start(contenders.postern, [key], name=str(count), **settings)
        headers = {**bench.bearer("RS256"), "X-Original-URI": f"/service-{count - 1}/items/17"}
        subjects.append(Subject(f"cached @ {count}", [server], headers))
    return bench.compare(subjects)


def connections(bench):
    """64 to 10,000 connections that all ask; h2load, because it makes its connections before it counts."""
    key, bearer = bench.key("RS256"), bench.bearer("RS256")
    most = min(10_000, bench.descriptors - 500)
    servers = {"nginx constant": bench.start(contenders.constant), "Postern, cached": bench.start(contenders.postern, [key])}
    subjects = [
        Subject(f"{line} @ {count}", [server], bearer, connections=count, load="h2load", warm_up=2)
        for count in bench.some((64, 256, 1024, 4096, most)) for line, server in servers.items()]
    return bench.compare(subjects, rounds=min(3, bench.rounds), seconds=max(2, bench.seconds))


def tokens(bench):
    """1 to 1,000,000 different tokens, with the default cache and with one that holds them all. HS256."""
    key, subjects = bench.key("HS256"), []
    for count in (1, 65_536) if bench.quick else (1, 1000, 50_000, 1_000_000):
        path = bench.many("HS256", count)
        for line, cache in (("cache of 65,536", 65_536), ("cache of 1,048,576", 1 << 20), ("cache off", 0)):
            server = bench.start(contenders.postern, [key], name=f"{cache}-{count}", cache=cache)
            if cache:
                bench.say(f"{line}: showing {min(count, 3 * cache)} tokens, each twice")
                # A cache that is full has to make room for twice as many again: its memory must not grow.
                shown = path if count <= 3 * cache else bench.head(path, 3 * cache)
                load.show_twice(server.address, bench.load_cores, shown)
            subjects.append(Subject(f"{line} @ {count}", [server], tokens=path, anywhere=True))
    figures = bench.compare(subjects, rounds=min(3, bench.rounds))
    return {**figures, "memory": {subject.name: subject.servers[0].memory() for subject in subjects}}


def length(bench):
    """Tokens of 0.5 to 16 KiB."""
    key, subjects = bench.key("RS256"), []
    servers = {
        "Postern, cached": bench.start(contenders.postern, [key], limits={"token": "20KiB"}),
        "Postern, verified": bench.start(contenders.postern, [key], name="verified", cache=0, limits={"token": "20KiB"}),
        "nginx constant": bench.start(contenders.nginx, "large_client_header_buffers 4 32k;"
                                      ' server { listen @; location / { return 200 ""; } }'),
        "Envoy, verified": bench.start(contenders.envoy, [key]),
    }
    for padding in bench.some((0, 1024, 3072, 6144, 11_500)):
        token = key.token(padding="x" * padding)
        for line, server in servers.items():
            subjects.append(Subject(f"{line} @ {len(token)}", [server], {"Authorization": f"Bearer {token}"}))
    return bench.compare(subjects, rounds=min(3, bench.rounds))
