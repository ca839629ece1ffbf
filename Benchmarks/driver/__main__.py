"""Measures Postern beside its peers, and writes docs/benchmarks.md with its charts."""

import argparse
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import bench
import cases
import load
import results
import tools

ALL = {**cases.CASES, **cases.NAMED}
# What ends a case; those that are left are measured all the same.
ERRORS = load.WrongAnswer, RuntimeError, OSError, subprocess.CalledProcessError


def options():
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two short rounds, the ends of each curve: some four minutes")
    parser.add_argument("--only", action="append", metavar="CASE", choices=list(ALL),
                        help="this case alone, again and again for several; the other figures stay as they are")
    parser.add_argument("--rounds", type=int, metavar="N", help="interleaved rounds (5)")
    parser.add_argument("--report", action="store_true", help="measure nothing; write the page anew from the figures")
    return parser.parse_args()


def main():
    wanted = options()
    # Also where a script in the background was told to ignore ^C: every server is stopped on the way out.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    failed = [] if wanted.report else measure(wanted)
    import report  # with the plotting library, which takes a second to load

    report.write()
    if failed:
        print(f"error: no new figures of {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def others():
    """How many processors other programs keep busy, looked at for a second before a case."""
    def times():
        with open("/proc/stat", encoding="ascii") as file:
            return [int(word) for word in file.readline().split()[1:]]

    before = times()
    time.sleep(1)
    spent = [after - earlier for after, earlier in zip(times(), before, strict=True)]
    return (1 - (spent[3] + spent[4]) / sum(spent)) * os.cpu_count()  # all but idle and waiting for disks


def measure(wanted):
    """Keeps the figures of each case as it ends. Returns the names of those that failed."""
    kept, failed, start = results.Results(), [], time.monotonic()
    # A short run is not worth a build.
    names = wanted.only or [name for name in cases.CASES if not (wanted.quick and name == "libraries")]
    with tempfile.TemporaryDirectory(prefix="postern-benchmark-") as folder:
        stage = bench.Bench(pathlib.Path(folder), wanted.rounds or (2 if wanted.quick else 5), 1 if wanted.quick else 2,
                            wanted.quick)
        for number, name in enumerate(names, 1):
            began, busy = time.monotonic(), others()
            print(f"\n== {number} of {len(names)}, {name}: {ALL[name].__doc__.splitlines()[0]}", file=sys.stderr,
                  flush=True)
            try:
                with stage.case():
                    kept.keep(name, ALL[name](stage), stage, busy)
            except ERRORS as error:
                failed.append(name)
                stage.say(f"error: {error}")
            now = time.monotonic()
            stage.say(f"({now - began:.0f} s, {(now - start) / 60:.1f} minutes in all)")
    return failed


try:
    sys.exit(main())
except KeyboardInterrupt:
    sys.exit("\nstopped; the figures of the cases that were done are kept: --report writes the page from them")
except tools.Missing as error:
    sys.exit(f"error: {error}")
