"""Restarts and reloads under load, none of which a client may notice. See scripts/upkeep."""

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
from manager import ServiceManager
from mixture import Requests
from stage import Stage


async def restarts(stage: Stage, load: Load, times: int, pause: float) -> dict[str, bool]:
    """Restarts the service; its sockets stay open, as a systemd.socket unit keeps them."""
    running = asyncio.create_task(load.run(time.monotonic() + times * (pause + 2.5), vandals=0))
    statuses, durations = [], []
    for _ in range(times):
        await asyncio.sleep(pause)
        begin = time.monotonic()
        statuses.append(await asyncio.to_thread(stage.restart_postern))
        await asyncio.to_thread(stage.manager.wait_for, "READY=1")
        durations.append(time.monotonic() - begin)
    await running
    print(f"{times} restarts, each {min(durations):.2f} to {max(durations):.2f} s; {load.summary()}")
    return {"every restart exited 0": set(statuses) == {0}}


async def reloads(stage: Stage, load: Load, times: int, pause: float) -> dict[str, bool]:
    """Reloads the service, every fourth time with a wrong file."""
    running = asyncio.create_task(load.run(time.monotonic() + times * pause + 2, vandals=0))
    memory = []
    for _ in range(times):
        await asyncio.sleep(pause)
        stage.reload()
        await asyncio.to_thread(stage.manager.wait_for, "READY=1")
        memory.append(stage.resident())
    await running
    end = stage.resident()
    settled = memory[min(10, times - 1)]
    print(f"{times} reloads; {load.summary()}")
    print(f"RSS: after 10 reloads {settled:.1f}, end {end:.1f}, most {max(memory):.1f} MiB")
    return {"memory flat": end <= settled + max(4, settled / 8)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["restarts", "reloads"])
    parser.add_argument("--times", type=int)
    parser.add_argument("--rate", type=float, default=500, help="requests a second through nginx")
    parser.add_argument("--postern", required=True, help="the command")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="upkeep-"))
    # nginx's workers may run as another user.
    folder.chmod(0o755)
    issuers = [Issuer(algorithm) for algorithm in ("EdDSA", "ES256")]
    manager = ServiceManager()
    stage = Stage(arguments.postern, issuers, folder, manager)
    failures = ["was stopped"]
    try:
        manager.wait_for("READY=1")
        stage.wait_until_ready()
        load = Load(Requests(issuers, only_good=True), stage.front, stage.tcp, arguments.rate)
        if arguments.what == "restarts":
            checks = asyncio.run(restarts(stage, load, arguments.times or 5, pause=2))
        else:
            checks = asyncio.run(reloads(stage, load, arguments.times or 100, pause=0.2))
        checks = {"every answer was right": load.wrongs == 0, **checks}
        for line in load.wrong:
            print("  " + line)
        failures = [name for name, passed in checks.items() if not passed]
        print("PASSED: " + ", ".join(checks) if not failures else "FAILED: not " + ", not ".join(failures))
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    finally:
        stage.stop()
        manager.close()
        for issuer in issuers:
            issuer.stop()
        if failures:
            print(f"logs: {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder)
    return 1 if failures else 0


if __name__ == "__main__":
    run_command(main)
