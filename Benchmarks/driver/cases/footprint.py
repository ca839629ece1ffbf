"""Memory, start and size."""

import contextlib
import re
import shutil
import socket
import statistics
import subprocess
import time

import contenders
import load
import tools


def request(headers):
    fields = {**load.HEADERS, **headers}
    return "".join(["GET / HTTP/1.1\r\n", *(f"{name}: {value}\r\n" for name, value in fields.items()), "\r\n"]).encode()


def connections(bench, server, count, question):
    """Opens so many connections, asks once on each, and returns the bytes that each takes while it idles."""
    before = server.memory()
    with contextlib.ExitStack() as stack:
        for _ in range(count):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", server.address), 10))
            connection.sendall(question)
            answer = connection.recv(4096)
            if not answer.startswith(b"HTTP/1.1 200"):
                raise load.WrongAnswer(f"an idle connection was answered {answer[:40]!r}")
        time.sleep(0.5)
        taken = server.memory() - before
    bench.say(f"{count} idle connections: {taken / count:.0f} bytes each")
    return taken / count


def cached_tokens(bench, count):
    """Resident bytes that each remembered token takes, beside a service that is asked the same with its cache off."""
    key, tokens = bench.key("HS256"), bench.many("HS256", count)
    taken = []
    for cache in (65536, 0):
        server = bench.start(contenders.postern, [key], name=f"tokens-{cache}", cache=cache)
        load.wrk(server.address, 1, bench.load_cores, server.cpu, headers=bench.bearer("HS256"))
        before = server.memory()
        load.show_twice(server.address, bench.load_cores, tokens)
        taken.append(server.memory() - before)
        bench.say(f"{count} tokens, a cache of {cache}: {taken[-1] / 1024:.0f} KiB more")
    return {"cached": taken[0] / count, "cache off": taken[1] / count, "length": tokens.stat().st_size / count - 1}


def starts(bench, server):
    """Milliseconds from the fork to the first connection."""
    times = []
    for _ in range(20):
        times.append(server.start() * 1000)
        server.stop()
    bench.say(f"listening after {statistics.median(times):.1f} ms")
    return times


def stripped(path, folder):
    shutil.copy(path, folder / "stripped")
    subprocess.run([tools.find("strip"), folder / "stripped"], check=True)
    return (folder / "stripped").stat().st_size


def footprint(bench):
    """Idle memory, memory by connection and by token, time to listen, size of the command."""
    key = bench.key("RS256")
    figures = {"idle": {}}
    for threads in (1, 2):
        server = bench.start(contenders.postern, [key], name=f"idle-{threads}", threads=threads, cores=bench.cores)
        time.sleep(1)
        figures["idle"][str(threads)] = server.memory()
        server.stop()
    server = bench.start(contenders.postern, [key], name="connections")
    count = min(10_000, bench.descriptors - 500)
    figures["connection"] = {"count": count, "bytes": connections(bench, server, count, request(bench.bearer("RS256")))}
    figures["token"] = cached_tokens(bench, 20_000 if bench.quick else 60_000)
    server = bench.start(contenders.postern, [key], name="starts")
    server.stop()
    figures["start"] = starts(bench, server)
    figures["size"] = {"dynamic runtime": stripped(tools.postern(), bench.folder)}
    return figures


def static(bench):
    """The size with Swift's runtime in the command; a build of its own, which takes minutes."""
    scratch = tools.ROOT / ".build-static"
    bench.say("swift build -c release -Xswiftc -static-stdlib, into a scratch path of its own")
    subprocess.run(["swift", "build", "-c", "release", "--product", "postern", "-Xswiftc", "-static-stdlib",
                    "--scratch-path", scratch], cwd=tools.ROOT, check=True)
    return {"static runtime": stripped(scratch / "release/postern", bench.folder)}


def libraries(bench):
    """One verification by the library alone, with the program of Benchmarks/, which is built first."""
    bench.say("swift run -c release jose-benchmarks libraries, in Benchmarks/: the first time a build of two to four minutes")
    text = subprocess.run(
        ["swift", "run", "-c", "release", "--package-path", "Benchmarks", "--scratch-path", ".build-benchmarks",
         "jose-benchmarks", "libraries"], cwd=tools.ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    rows = [re.split(r"\s{2,}", line.strip()) for line in text.splitlines()]
    head = next(row for row in rows if row[0] == "algorithm")
    columns = [head.index("OpenSSL"), head.index("swift-crypto")]
    names = {"RS256": "RS256", "ES256": "ES256", "Ed25519": "EdDSA"}
    return {names[row[0]]: min(float(row[column]) for column in columns if row[column] != "-")
            for row in rows if row[0] in names}
