"""docs/benchmarks.md, from the raw figures."""

import json
import statistics

import charts
import results
import words
from figures import Figures
from goals import Goals

DOCS = results.PATH.parents[1]
CHARTS = results.PATH.parent


def table(head, rows, numbers=1):
    """A Markdown table; all columns but the first `numbers` are set to the right."""
    lines = [head, ["---" if column < numbers else "---:" for column in range(len(head))], *rows]
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in lines) + "\n"


def picture(name, text):
    return f"![{text}](benchmarks/{name}.svg)\n"


class Page:
    def __init__(self, raw):
        self.figures, self.raw, self.parts = Figures(raw), raw, []

    def add(self, *parts):
        self.parts += parts

    def section(self, case, title, *parts):
        """A heading with when and of which commit its figures are."""
        self.add(f"## {title}\n", *parts, self.taken(case))

    def taken(self, case):
        """When, of which commit and beside what a case was measured."""
        taken = self.raw["cases"][case]
        parts = [f"`--only {case}`", taken["taken"], f"commit {taken['commit']}"]
        rounds = self.figures.rounds(case)
        if rounds:
            parts.append(f"{rounds} round{'s' * (rounds > 1)}")
        others = "beside other work" if taken.get("busy") is None else (
            f"other programs kept {taken['busy']:.1f} CPUs busy at its start")
        return f"<sub>{', '.join(parts)}; {others}{self.elsewhere(taken)}</sub>\n"

    def elsewhere(self, taken):
        """What was not as the section on the machine says."""
        where = taken.get("where", self.raw)
        other = [] if where["machine"] == self.raw["machine"] else [self.machine_of(where)]
        other += [f"{name} {version}" for name, version in where["versions"].items()
                  if self.raw["versions"].get(name) != version]
        return f"; differs from above: {', '.join(other)}" if other else ""

    @staticmethod
    def machine_of(where):
        machine = where["machine"]
        return (f"{machine['processor']}, {machine['processors']} CPUs{' of a virtual machine' * machine['virtual']}, "
                f"{machine['memory']}, {machine['system']}, Linux {machine['kernel']}")

    def costs(self, case, yardstick=None):
        """Subject, CPU with its spread, rate, how busy, and the ratio to a yardstick."""
        figures, rows = self.figures, []
        for name in figures.subjects(case):
            low, high = figures.spread(case, name)
            rows.append([
                name, f"{figures.median(case, name):.1f}", f"{low:.1f}–{high:.1f}",
                f"{figures.median(case, name, 'rate'):,.0f}", f"{figures.median(case, name, 'busy') * 100:.0f} %",
                *([f"{figures.ratio(case, name, yardstick):.2f}"] if yardstick else [])])
        return table(["", "µs per request", "range", "requests/s", "busy",
                      *([f"÷ {yardstick}"] if yardstick else [])], rows)

    def text(self):
        self.add(words.INTRODUCTION)
        self.machine()
        self.goals()
        self.decisions()
        self.around()
        self.waiting()
        self.footprint()
        self.growth()
        self.add(words.METHOD, words.LIMITS)
        return "\n".join(self.parts)

    def machine(self):
        self.add("## Machine\n", self.machine_of(self.raw) + ". "
                 + ", ".join(f"{name} {version}" for name, version in self.raw["versions"].items()) + ".\n")

    def goals(self):
        rows = [[goal.name, goal.promised, goal.measured, "yes" if goal.met else "**no**"]
                for goal in Goals(self.figures).list]
        self.add("## Goals\n", words.GOALS, table(["", "goal", "measured", "met"], rows))

    def decisions(self):
        titles = {"cached": "Allowed from the cache", "rs256": "Every request verified: RS256",
                  "es256": "Every request verified: ES256", "eddsa": "Every request verified: EdDSA (Ed25519)"}
        if charts.bars(self.figures, titles, CHARTS / "decisions.svg"):
            self.add(picture("decisions", "CPU per request, by server"))
        for case, title in titles.items():
            if case in self.figures:
                self.section(case, title, words.CASES[case], self.costs(case, "nginx constant"))
        if "libraries" in self.figures:
            rows = [[name, f"{value:.1f}"] for name, value in self.figures.of("libraries").items()]
            self.section("libraries", "Libraries alone", words.CASES["libraries"],
                         table(["", "µs per verification"], rows))
        if "new-tokens" in self.figures:
            self.section("new-tokens", "Every token new", words.CASES["new-tokens"], self.costs("new-tokens"))
        if "refusals" in self.figures:
            charts.bars(self.figures, {"refusals": ""}, CHARTS / "refusals.svg", columns=1)
            self.section("refusals", "Refusals", words.CASES["refusals"], picture("refusals", "CPU per refusal"),
                         self.costs("refusals", "Postern: allowed, cached"))

    def around(self):
        for case, title, yardstick in (
                ("sockets", "TCP and Unix socket", None), ("gateway", "Through nginx", "nginx, no auth"),
                ("loops", "One and two loops", None)):
            if case in self.figures:
                self.section(case, title, words.CASES[case], self.costs(case, yardstick))

    def waiting(self):
        parts = ("p50", "p90", "p99", "p99.9")
        for case, title in (("latency", "Latency"), ("flood", "Latency during a flood")):
            if case not in self.figures:
                continue
            rows = []
            for name, runs in self.figures.of(case).items():
                middle = {part: statistics.median(run[part] for run in runs) for part in (*parts, *(
                    ["rate"] if "rate" in runs[0] else []))}
                rows.append([name, *([f"{middle['rate']:,.0f}"] if "rate" in middle else []),
                             *(f"{middle[part]:.2f}" for part in parts)])
            head = ["milliseconds", *(["requests/s"] if any(len(row) > 1 + len(parts) for row in rows) else []), *parts]
            self.section(case, title, words.CASES[case], table(head, rows))

    def footprint(self):
        if "footprint" not in self.figures:
            return
        figures = self.figures.of("footprint")
        megabyte, token = 1048576, figures.get("token")
        rows = [
            ["idle, one loop, resident", f"{figures['idle']['1'] / megabyte:.1f} MiB"],
            ["idle, two loops, resident", f"{figures['idle']['2'] / megabyte:.1f} MiB"],
            [f"each of {figures['connection']['count']:,} idle connections",
             f"{figures['connection']['bytes'] / 1024:.1f} KiB"],
            *([[f"each cached token, of {token['length']:.0f} bytes",
                f"{token['cached'] - token['cache off']:.0f} bytes"]] if token else []),
            ["start to listening, median of 20", f"{statistics.median(figures['start']):.0f} ms"],
            ["start to listening, slowest", f"{max(figures['start']):.0f} ms"],
            *([f"the command, stripped, {kind}", f"{size / megabyte:.1f} MiB"]
              for kind, size in {**figures["size"], **(
                  self.figures.of("static") if "static" in self.figures else {})}.items()),
        ]
        self.section("footprint", "Memory, startup time and size", words.CASES["footprint"], table(["", ""], rows))
        if "static" in self.figures:
            self.add(self.taken("static"))

    def growth(self):
        if not charts.growth(self.figures, CHARTS / "growth.svg"):
            return
        self.add("## Growth\n", words.GROWTH, picture("growth", "CPU per request as each size grows"))
        for case in charts.GROWTH:
            if case not in self.figures:
                continue
            lines = self.figures.lines(case)
            sizes = sorted({size for points in lines.values() for size, _ in points})
            rows = [[line, *(f"{dict(points).get(size, float('nan')):.1f}" for size in sizes)]
                    for line, points in lines.items()]
            parts = [table(["µs per request", *(f"{size:,}" for size in sizes)], rows)]
            if case == "growth-tokens":
                memory = self.figures.memory(case)
                parts = [words.TOKENS, *parts, table(["MiB resident at the end", *(f"{size:,}" for size in sizes)], [
                    [line, *(f"{dict(points).get(size, float('nan')):.1f}" for size in sizes)]
                    for line, points in memory.items()])]
            self.add(f"### {words.GROWN[case]}\n", *parts, self.taken(case))


def write():
    page = Page(json.loads(results.PATH.read_text()))
    (DOCS / "benchmarks.md").write_text(page.text())
    print(f"\nwritten: {DOCS.name}/benchmarks.md, with charts and raw figures beside it in "
          f"{DOCS.name}/{CHARTS.name}/")
