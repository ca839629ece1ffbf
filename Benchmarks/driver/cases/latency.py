"""How long an answer takes at half the rate that is possible, and beside a flood."""

import threading

import contenders
import load
from bench import Subject


def latency(bench):
    """At half the maximum rate, open loop."""
    program = load.build_open_loop(bench.folder)
    subjects = [Subject("nginx constant", [bench.start(contenders.constant)], bench.bearer("RS256"))]
    for algorithm in ("RS256", "ES256", "EdDSA"):
        key, bearer = bench.key(algorithm), bench.bearer(algorithm)
        if algorithm == "RS256":
            subjects.append(Subject("Postern, cached", [bench.start(contenders.postern, [key])], bearer))
        subjects.append(Subject(f"Postern, {algorithm} verified", [bench.start(
            contenders.postern, [key], name=algorithm, cache=0)], bearer))
    maxima = {name: figures["rate"][0] for name, figures in bench.compare(subjects, rounds=1).items()}
    figures = {subject.name: [] for subject in subjects}
    for _ in range(1 if bench.quick else min(3, bench.rounds)):
        for subject in subjects:
            run = load.open_loop(program, subject.servers[0].address, bench.seconds + 1, bench.load_cores,
                                 maxima[subject.name] / 2, headers=subject.headers)
            figures[subject.name].append(run)
            bench.say(f"{subject.name}: {run}")
    return figures


def flood(bench):
    """A few cached requests a second, alone and beside a flood that makes the same loop verify ES256 all the time."""
    program = load.build_open_loop(bench.folder)
    new = bench.many("ES256", 2000)
    server = bench.start(contenders.postern, [bench.key("RS256"), bench.key("ES256")], cache=1)
    calm = Subject("cached, alone", [server], bench.bearer("RS256"))
    bench.probe(calm)

    def ask():
        return load.open_loop(program, server.address, bench.seconds + 2, bench.load_cores, 400, headers=calm.headers,
                              connections=4, spin=False)

    figures = {"alone": [ask()]}
    for connections in bench.some((1, 8, 64)):
        flooding = threading.Thread(
            target=load.wrk, args=(server.address, bench.seconds + 3, bench.load_cores, server.cpu),
            kwargs={"tokens": new, "connections": connections})
        flooding.start()
        try:
            figures[f"beside {connections} flooding connections"] = [ask()]
        finally:
            flooding.join()
    for name, runs in figures.items():
        bench.say(f"{name}: {runs[-1]}")
    return figures
