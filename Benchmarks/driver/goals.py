"""What was promised beside what was measured."""

import dataclasses
import statistics


@dataclasses.dataclass
class Goal:
    name: str
    promised: str
    measured: str
    met: bool


class Goals:
    """Collects; a goal whose case was not run is left out."""

    def __init__(self, figures):
        self.figures, self.list = figures, []
        for collect in (self.cached, self.verified, self.new, self.refused, self.loops, self.growth, self.footprint,
                        self.latency, self.gateway):
            collect()

    def at_least(self, name, bound, value):
        self.list.append(Goal(name, f"≥ {bound}", f"{value:.2f}", value >= bound))

    def at_most(self, name, bound, value, unit="", digits=2):
        self.list.append(Goal(name, f"≤ {bound}{unit}", f"{value:,.{digits}f}{unit}", value <= bound))

    def cached(self):
        if "cached" in self.figures:
            ratio = self.figures.ratio
            self.at_least("cached allow: nginx's constant ÷ Postern", 1.0, ratio("cached", "nginx constant", "Postern"))
            self.at_least("cached allow: Envoy's cache ÷ Postern", 2.5, ratio("cached", "Envoy, cache", "Postern"))

    def verified(self):
        for case, algorithm, bound in (("rs256", "RS256", 1.5), ("es256", "ES256", 1.25), ("eddsa", "EdDSA", 1.1)):
            if case not in self.figures:
                continue
            peers = [name for name in self.figures.subjects(case) if name in ("Envoy", "HAProxy")]
            best = min(peers, key=lambda peer, case=case: self.figures.median(case, peer))
            self.at_least(f"{algorithm} verified: best peer ({best}) ÷ Postern", bound,
                          self.figures.ratio(case, best, "Postern"))
            if "libraries" in self.figures:
                library = self.figures.of("libraries")[algorithm]
                bare = library + self.figures.median(case, "nginx constant")
                self.at_most(f"{algorithm} verified ÷ (library alone, {library:.1f} µs, + nginx's constant)", 1.10,
                             self.figures.median(case, "Postern") / bare)

    def new(self):
        if "new-tokens" in self.figures:
            for algorithm in ("RS256", "ES256", "EdDSA"):
                self.at_most(f"every token new, {algorithm}: cache on ÷ cache off", 1.03, self.figures.ratio(
                    "new-tokens", f"{algorithm}, cache on", f"{algorithm}, cache off"))

    def refused(self):
        if "refusals" in self.figures:
            for why, allow in (("no token", "cached"), ("unknown kid", "cached"), ("expired", "cached"),
                               ("bad signature", "verified")):
                self.at_most(f"refused, {why} ÷ allowed, {allow}", 1.0, self.figures.ratio(
                    "refusals", f"Postern: {why}", f"Postern: allowed, {allow}"))

    def loops(self):
        if "loops" in self.figures:
            for what in ("cached", "RS256 verified"):
                self.at_most(f"two loops ÷ one loop, CPU per decision, {what}", 1.05, self.figures.ratio(
                    "loops", f"{what}, two loops", f"{what}, one loop"))

    def growth(self):
        for case, what in (("growth-issuers", "issuers"), ("growth-rules", "rules"),
                           ("growth-connections", "connections"), ("growth-tokens", "different tokens")):
            if case not in self.figures:
                continue
            lines = self.figures.lines(case)
            first = next(iter(lines))
            beside = f" (nginx's constant: {self.figures.growth(case, first):.2f})" * first.startswith("nginx")
            for line, points in lines.items():
                if not line.startswith("nginx"):
                    self.at_most(f"{points[0][0]:,} to {points[-1][0]:,} {what}, {line}: most expensive ÷ first{beside}", 1.10,
                                 self.figures.growth(case, line))
        if "growth-tokens" in self.figures:
            for line, points in self.figures.memory("growth-tokens").items():
                if line.startswith("cache of "):
                    # A kibibyte a token of the cache, beside what the process takes anyway.
                    bound = points[0][1] + int(line.removeprefix("cache of ").replace(",", "")) / 1024
                    self.at_most(f"{points[-1][0]:,} different tokens, {line}: resident", round(bound), points[-1][1],
                                 " MiB", 0)

    def footprint(self):
        if "footprint" in self.figures:
            figures = self.figures.of("footprint")
            self.at_most("idle, one loop, resident", 20, figures["idle"]["1"] / 1048576, " MiB", 1)
            self.at_most(f"idle connection, of {figures['connection']['count']:,}", 8,
                         figures["connection"]["bytes"] / 1024, " KiB", 1)
            if "token" in figures:
                self.at_most("cached token", 1, (figures["token"]["cached"] - figures["token"]["cache off"]) / 1024, " KiB")
            self.at_most("start to listening, median", 50, statistics.median(figures["start"]), " ms", 0)

    def latency(self):
        if "latency" in self.figures:
            for name, runs in self.figures.of("latency").items():
                if name.startswith("Postern"):
                    self.at_most(f"p99 at half the maximum rate: {name}", 1,
                                 statistics.median(run["p99"] for run in runs), " ms")

    def gateway(self):
        if "gateway" in self.figures:
            def ratio(name):
                return self.figures.ratio("gateway", name, "nginx, no auth")

            self.at_most("through nginx, Postern over a Unix socket ÷ no auth (with nginx's constant in Postern's place: "
                         f"{ratio('nginx + nginx constant, Unix'):.2f})", 1.5, ratio("nginx + Postern, Unix"))
