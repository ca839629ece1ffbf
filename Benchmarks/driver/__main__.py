"""Measures Postern beside its peers, and writes docs/benchmarks.md with its charts."""

import argparse
import pathlib
import signal
import sys
import tempfile
import time

import bench
import cases
import load
import results
import tools

ALL = {**cases.CASES, **cases.NAMED}


def options():
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two short rounds, about three minutes in all")
    parser.add_argument("--only", action="append", metavar="CASE", choices=list(ALL),
                        help="this case alone, again and again for several; the other figures stay as they are")
    parser.add_argument("--rounds", type=int, metavar="N", help="interleaved rounds (5)")
    parser.add_argument("--report", action="store_true", help="measure nothing; write the page anew from the figures")
    return parser.parse_args()


def main():
    wanted = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if not wanted.report:
        measure(wanted)
    import report  # with the plotting library, which takes a second to load

    report.write()
    return 0


def measure(wanted):
    kept = results.Results()
    with tempfile.TemporaryDirectory(prefix="postern-benchmark-") as folder:
        stage = bench.Bench(pathlib.Path(folder), wanted.rounds or (2 if wanted.quick else 5), 1 if wanted.quick else 2,
                            wanted.quick)
        for name in wanted.only or cases.CASES:
            began = time.monotonic()
            print(f"\n== {name}: {ALL[name].__doc__.splitlines()[0]}", file=sys.stderr, flush=True)
            with stage.case():
                kept.keep(name, ALL[name](stage), stage)
            stage.say(f"({time.monotonic() - began:.0f} s)")


try:
    sys.exit(main())
except KeyboardInterrupt:
    sys.exit("\nstopped; the cases that were done are kept")
except (tools.Missing, load.WrongAnswer, RuntimeError) as error:
    sys.exit(f"error: {error}")
