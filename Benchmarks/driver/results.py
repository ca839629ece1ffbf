"""The raw figures, one JSON file; a run replaces what it measured and keeps the rest."""

import datetime
import json
import os
import platform
import re

import tools

PATH = tools.ROOT / "docs/benchmarks/results.json"


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        processor = file.read()
    with open("/proc/meminfo", encoding="utf-8") as file:
        memory = int(file.readline().split()[1]) / 1048576
    with open("/etc/os-release", encoding="utf-8") as file:
        system = re.search(r'PRETTY_NAME="(.*)"', file.read())
    model = re.search(r"model name\s*: (.*)", processor)
    return {
        "processor": model[1] if model else platform.machine(),
        "processors": len(os.sched_getaffinity(0)),
        "memory": f"{memory:.0f} GiB",
        "virtual": "hypervisor" in processor,
        "kernel": platform.release(),
        "system": system[1] if system else platform.system(),
    }


def versions():
    def number(text, pattern=r"(\d+\.\d+[\w.+~-]*)"):
        found = re.search(pattern, text)
        return found[1] if found else "unknown"

    return {
        "nginx": number(tools.output(tools.find("nginx"), "-v")),
        "HAProxy": number(tools.output(tools.find("haproxy"), "-v")),
        "Envoy": number(tools.output(tools.find("envoy"), "--version"), r"/(\d+\.\d+\.\d+)/"),
        "wrk": number(tools.output(tools.find("wrk"), "-v")),
        "h2load": number(tools.output(tools.find("h2load"), "--version")),
        "Swift": number(tools.output("swift", "--version"), r"version (\d[\d.]*)"),
        "OpenSSL": number(tools.output("openssl", "version")),
    }


def commit():
    """What was measured: the commit, marked when sources differ from it."""
    def git(*words):
        return tools.output("git", "-C", str(tools.ROOT), *words)

    changed = git("status", "--porcelain", "--", "Sources", "Package.swift")
    return (git("rev-parse", "--short=10", "HEAD") + (" with changes" if changed else "")
            + (" with a binary built elsewhere" if os.environ.get("POSTERN_BINARY") else ""))


class Results:
    def __init__(self):
        self.all = json.loads(PATH.read_text()) if PATH.exists() else {"cases": {}}
        self.here = {"machine": machine(), "versions": versions()}
        self.commit = commit()

    def keep(self, case, figures, bench, busy):
        # Figures of another machine, or of other versions, keep theirs.
        before = {name: self.all[name] for name in self.here if name in self.all}
        if before and before != self.here:
            for earlier in self.all["cases"].values():
                earlier.setdefault("where", before)
        self.all.update(self.here)
        self.all["cases"][case] = {
            "taken": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
            "commit": self.commit,
            "rounds": bench.rounds,
            "seconds": bench.seconds,
            "busy": busy,
            "figures": figures,
        }
        PATH.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not at all: ^C may come at any moment.
        new = PATH.with_suffix(".new")
        new.write_text(json.dumps(rounded(self.all), indent=1) + "\n")
        new.replace(PATH)


def rounded(value):
    """Four digits after the point: nothing here is more exact, and the file stays readable."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [rounded(part) for part in value]
    return value
