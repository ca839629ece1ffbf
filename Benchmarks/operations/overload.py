"""Three times as many requests as can be decided, every one with a signature to verify. See scripts/overload."""

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from command import run_command
from issuer import Key
from stage import free_port

OPEN_LOOP = Path(__file__).parent.parent / "driver" / "openloop.c"
CONNECTIONS = 2000


class Subject:
    """Postern with one loop on one processor, the key of one algorithm, and no memory of tokens."""

    def __init__(self, postern: str, algorithm: str, folder: Path, cores: list[int]):
        self.load_core = cores[0]
        self.port = free_port()
        key = Key(algorithm)
        (folder / "keys.json").write_text(json.dumps({"keys": [key.jwk]}))
        (folder / "postern.yaml").write_text(
            f"listeners: [{{ address: '127.0.0.1:{self.port}' }}]\n"
            "admin: off\nthreads: 1\ncache: { tokens: 0 }\nlog: { decisions: none }\n"
            "issuers: [{ issuer: overload, audiences: any, jwks: 'file:keys.json' }]\n"
            "claim_headers: { X-Auth-Subject: sub }\n"
        )
        token = key.token({"iss": "overload", "sub": "alice", "exp": int(time.time()) + 3600})
        self.fields = {"Host": "overload", "X-Original-URI": "/orders/17", "Authorization": f"Bearer {token}"}
        self.process = subprocess.Popen(
            ["taskset", "-c", str(cores[-1]), postern, "serve", "--config", folder / "postern.yaml"],
            stderr=open(folder / "postern.log", "wb"),
        )
        time.sleep(1)

    def sustained(self, seconds: int) -> float:
        """Decisions a second with 64 connections that wait for each answer."""
        fields = [word for name, value in self.fields.items() for word in ("-H", f"{name}: {value}")]
        command = ["taskset", "-c", str(self.load_core), "wrk", "-t1", "-c64", f"-d{seconds}s", *fields]
        done = subprocess.run([*command, f"http://127.0.0.1:{self.port}/"], capture_output=True, text=True, check=True)
        if "Non-2xx" in done.stdout:
            raise SystemExit(f"refused under an ordinary load:\n{done.stdout}")
        return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])

    def offer(self, program: Path, rate: float, seconds: int) -> dict:
        """Asks at random moments, so many times a second."""
        fields = "".join(f"{name}: {value}\r\n" for name, value in self.fields.items())
        command = [str(program), str(self.port), str(rate), str(seconds), str(CONNECTIONS), "spin"]
        done = subprocess.run(
            ["taskset", "-c", str(self.load_core), *command],
            input=f"GET / HTTP/1.1\r\n{fields}\r\n", capture_output=True, text=True,
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        return json.loads(done.stdout)

    def resident(self) -> float:
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=8, help="for each rate")
    parser.add_argument("--postern", required=True, help="the command")
    arguments = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        raise SystemExit("two processors are needed: one for the service, one for the load")
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    folder = Path(tempfile.mkdtemp(prefix="overload-"))
    program = folder / "openloop"
    subprocess.run([shutil.which("clang") or "cc", "-O2", OPEN_LOOP, "-o", program, "-lm"], check=True)
    passed = True
    print("| tokens | offered | allowed | p50 | p99 | refused | p99 | RSS |\n| --- | --- | --- | --- | --- | --- | --- | --- |")
    try:
        for algorithm in ("EdDSA", "ES256"):
            subject = Subject(arguments.postern, algorithm, folder, cores)
            try:
                most = subject.sustained(arguments.seconds // 2)
                for factor in (0.7, 1.5, 3):
                    run = subject.offer(program, most * factor, arguments.seconds)
                    refused = run["refused"] / run["seconds"]
                    allows = run.get("allows", run)
                    refusals = f"{run['refusals']['p99']:.1f} ms" if refused else "–"
                    print(
                        f"| {algorithm} | {factor:g} × {most:.0f}/s | {run['requests'] / run['seconds'] - refused:.0f}/s"
                        f" | {allows['p50']:.1f} ms | {allows['p99']:.1f} ms | {refused:.0f}/s | {refusals}"
                        f" | {subject.resident():.1f} MiB |", flush=True,
                    )
                    passed = passed and allows["p99"] <= 50 and (factor > 1 or refused == 0)
            finally:
                subject.stop()
    finally:
        shutil.rmtree(folder)
    print("PASSED" if passed else "FAILED: p99 of what was allowed above 50 ms, or refusals below the sustained rate")
    return 0 if passed else 1


if __name__ == "__main__":
    run_command(main)
