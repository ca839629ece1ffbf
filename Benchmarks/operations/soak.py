"""Hours of ordinary trouble in front of Postern, with every answer checked. See scripts/soak."""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from pathlib import Path

from command import run_command
from issuer import Issuer
from load import Load
from mixture import Requests
from stage import Stage


class Soak:
    def __init__(self, stage: Stage, load: Load, minutes: float, report: Path):
        self.stage = stage
        self.load = load
        self.minutes = minutes
        self.report = report
        self.samples: list[tuple[float, int]] = []
        self.outages = 0
        self.rotations = 0

    def say(self, text: str):
        print(text, flush=True)
        with open(self.report, "a") as file:
            file.write(text + "\n")

    async def run(self) -> bool:
        start = time.monotonic()
        end = start + self.minutes * 60
        load = asyncio.create_task(self.load.run(end))
        events = asyncio.create_task(self.events(start, end))
        watch = asyncio.create_task(self.watch(start, end))
        await asyncio.gather(load, events, watch)
        # Connections that clients have left are closed by now.
        await asyncio.sleep(3)
        return self.verdict(time.monotonic() - start)

    async def events(self, start: float, end: float):
        """The trouble of each minute: keys rotate at its start, one issuer is out for half of it, reloads in between."""
        requests = self.load.requests
        issuers = self.stage.issuers
        plan = [
            (2, lambda _: setattr(requests, "allows_unknown_keys", True)),
            (8, lambda _: self.stage.reload()),
            (12, self.begin_outage),
            (23, lambda _: self.stage.reload()),
            (38, lambda _: self.stage.reload()),
            (42, self.end_outage),
            # Long enough before the rotation that no cooldown is in force.
            (52, lambda _: setattr(requests, "allows_unknown_keys", False)),
            (58, lambda _: self.stage.reload()),
            (60, self.rotate),
        ]
        minute = 0
        while True:
            for second, act in plan:
                due = start + minute * 60 + second
                if due >= end:
                    for issuer in issuers:
                        issuer.outage = None
                    return
                await asyncio.sleep(max(0, due - time.monotonic()))
                act(minute)
            minute += 1

    def begin_outage(self, minute: int):
        issuer = self.stage.issuers[minute % len(self.stage.issuers)]
        issuer.outage = Issuer.OUTAGES[minute % len(Issuer.OUTAGES)]
        self.outages += 1

    def end_outage(self, _: int):
        for issuer in self.stage.issuers:
            issuer.outage = None

    def rotate(self, _: int):
        for issuer in self.stage.issuers:
            issuer.rotate()
        self.rotations += 1

    async def watch(self, start: float, end: float):
        """Samples every five seconds; a line each minute."""
        next_line = start + 60
        done = 0
        while time.monotonic() < end:
            await asyncio.sleep(5)
            if self.stage.postern.poll() is not None:
                raise SystemExit(f"Postern ended with {self.stage.postern.returncode}; see {self.stage.folder}")
            self.samples.append((self.stage.resident(), self.stage.descriptors()))
            if time.monotonic() >= next_line - 0.5:
                next_line += 60
                times = sorted(self.load.times) or [0.0]
                self.load.times = []
                total = sum(self.load.answers.values())
                resident, descriptors = self.samples[-1]
                self.say(
                    f"{time.strftime('%H:%M:%S')} minute {round((time.monotonic() - start) / 60)}:"
                    f" {(total - done) / 60:.0f} requests/s, wrong {self.load.wrongs}, failed {self.load.failed},"
                    f" p50 {times[len(times) // 2] * 1e3:.1f} ms, p99 {times[len(times) * 99 // 100] * 1e3:.1f} ms,"
                    f" RSS {resident:.1f} MiB, descriptors {descriptors}"
                )
                done = total

    def verdict(self, seconds: float) -> bool:
        self.samples.append((self.stage.resident(), self.stage.descriptors()))
        # The first sample by which loops, caches and pools have been used.
        start = self.samples[min(5, len(self.samples) - 1)]
        end = self.samples[-1]
        resident = [sample[0] for sample in self.samples]
        descriptors = [sample[1] for sample in self.samples]
        is_ready = self.stage.is_ready()
        status = self.stage.stop()
        checks = {
            "every answer was right": self.load.wrongs == 0,
            "ready at the end": is_ready,
            "memory flat": end[0] <= start[0] + max(8, start[0] / 4),
            "descriptors flat": end[1] <= start[1] + 8,
            "drained and exited 0": status == 0,
        }
        total = sum(self.load.answers.values())
        answers = ", ".join(f"{count} × {status}" for status, count in sorted(self.load.answers.items()))
        self.say("")
        self.say(f"{total} requests in {seconds / 60:.1f} minutes: {answers}")
        self.say("kinds: " + ", ".join(f"{kind} {count}" for kind, count in self.load.kinds.most_common()))
        self.say(
            f"{self.rotations} rotations of {len(self.stage.issuers)} issuers, {self.outages} outages,"
            f" {self.stage.reloads} reloads, {self.load.disconnects} bad connections,"
            f" {sum(issuer.fetches for issuer in self.stage.issuers)} fetches of keys"
        )
        self.say(f"RSS: start {start[0]:.1f}, end {end[0]:.1f}, most {max(resident):.1f} MiB")
        self.say(f"descriptors: start {start[1]}, end {end[1]}, most {max(descriptors)}")
        self.say(f"wrong answers: {self.load.wrongs}")
        for line in self.load.wrong:
            self.say("  " + line)
        failures = [name for name, passed in checks.items() if not passed]
        self.say("PASSED: " + ", ".join(checks) if not failures else "FAILED: not " + ", not ".join(failures))
        return not failures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minutes", type=float)
    parser.add_argument("--rate", type=float, default=400, help="requests a second through nginx")
    parser.add_argument("--postern", required=True, help="the command")
    parser.add_argument("--report", type=Path, default=Path("soak.txt"), help="where the lines go too")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    # nginx's workers may run as another user.
    folder.chmod(0o755)
    issuers = [Issuer(algorithm) for algorithm in ("EdDSA", "RS256", "ES256")]
    stage = Stage(arguments.postern, issuers, folder)
    passed = False
    try:
        stage.wait_until_ready()
        load = Load(Requests(issuers), stage.front, stage.tcp, arguments.rate)
        soak = Soak(stage, load, arguments.minutes, arguments.report)
        soak.say(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {arguments.minutes:g} minutes at {arguments.rate:g} requests/s")
        passed = asyncio.run(soak.run())
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    finally:
        stage.stop()
        for issuer in issuers:
            issuer.stop()
        if passed:
            shutil.rmtree(folder)
        else:
            print(f"logs: {folder}", file=sys.stderr)
    return 0 if passed else 1


if __name__ == "__main__":
    run_command(main)
