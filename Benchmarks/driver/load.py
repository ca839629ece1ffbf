"""The load: wrk and h2load, which ask as fast as they are answered, and openloop.c, which keeps to a rate."""

import dataclasses
import json
import pathlib
import re
import subprocess

import tools
from process import settle

LUA = pathlib.Path(__file__).parent / "lua"

# What nginx asks: every contender gets the same bytes.
HEADERS = {
    "Host": "postern",
    "X-Original-Method": "GET",
    "X-Original-URI": "/orders/17",
    "X-Original-Host": "api.example",
}


class WrongAnswer(Exception):
    """An answer, or a failure, that the case does not expect: its figures would mean nothing."""


def arguments(headers):
    return [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]


@dataclasses.dataclass
class Run:
    """What a run did; `refused` counts answers of 400 and above, `cpu` is the server's seconds meanwhile."""

    requests: int
    seconds: float
    refused: int
    failed: int
    cpu: float


def lines(command, cores):
    """Runs to the end, and hands out each line of the output as it comes."""
    with subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, preexec_fn=settle(cores)) as process:
        kept = []
        try:
            for line in process.stdout:
                kept.append(line)
                yield line
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise RuntimeError(f"{command[0]} failed: {''.join(kept).strip()}")


def wrk(port, seconds, cores, cpu, *, headers=None, tokens=None, begin=0, connections=64, threads=1):
    """As many requests as are answered; `tokens` is a file of tokens to take in turn, after the first `begin` bytes."""
    command = [tools.find("wrk"), f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s",
               "-s", LUA / ("tokens.lua" if tokens else "report.lua"), *arguments({**HEADERS, **(headers or {})}),
               f"http://127.0.0.1:{port}/"]
    if tokens:
        command += ["--", tokens, *([begin] if begin else [])]
    before = cpu()
    report = json.loads(list(lines(command, cores))[-1])
    return Run(report["requests"], report["microseconds"] / 1e6, report["refused"], report["failed"], cpu() - before)


def show_twice(port, cores, tokens):
    """Asks with each token of a file twice in a row: a token is remembered from its second sight on, if that comes soon."""
    list(lines([tools.find("wrk"), "-t1", "-c64", "-d600s", "--timeout", "20s", "-s", LUA / "twice.lua",
                *arguments(HEADERS), f"http://127.0.0.1:{port}/", "--", tokens], cores))


def h2load(address, seconds, cores, cpu, *, headers=None, connections=64, warm_up=0):
    """The same, also to a Unix socket."""
    fields = {**HEADERS, **(headers or {})}
    host = fields.pop("Host")
    command = [tools.find("h2load"), "--h1", f"-c{connections}", f"-D{seconds}"]
    if warm_up:
        command.append(f"--warm-up-time={warm_up}")
    command.append(f"--connect-to=127.0.0.1:{address}" if isinstance(address, int) else f"--base-uri=unix:{address}")
    before, after, text = cpu(), None, ""
    for line in lines([*command, *arguments(fields), f"http://{host}/"], cores):
        # The connections are made during the warm-up, and must not count.
        if line.startswith("Main benchmark duration is started"):
            before = cpu()
        elif line.startswith("Main benchmark duration is over"):
            after = cpu()
        text += line
    total = re.search(r"requests: \d+ total, \d+ started, \d+ done, \d+ succeeded, \d+ failed, (\d+) errored", text)
    codes = [int(count) for count in re.search(
        r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", text).groups()]
    return Run(sum(codes), seconds, codes[2] + codes[3], int(total[1]), (after or cpu()) - before)


def build_open_loop(folder):
    """Compiled when it is needed: Swift brings a C compiler."""
    program = folder / "openloop"
    if not program.exists():
        source = pathlib.Path(__file__).parent / "openloop.c"
        subprocess.run([tools.find("clang"), "-O2", "-Wall", "-Werror", source, "-o", program, "-lm"], check=True)
    return program


def open_loop(program, address, seconds, cores, rate, *, headers, connections=64, spin=True):
    """Asks at random moments, `rate` times a second; returns the rate that came to be and milliseconds by percentile."""
    fields = "".join(f"{name}: {value}\r\n" for name, value in {**HEADERS, **headers}.items())
    done = subprocess.run(
        [program, str(address), str(rate), str(seconds), str(connections), "spin" if spin else "sleep"],
        input=f"GET / HTTP/1.1\r\n{fields}\r\n", capture_output=True, text=True, preexec_fn=settle(cores), check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    figures = json.loads(done.stdout)
    if figures.pop("refused"):
        raise WrongAnswer("refused under a steady load")
    return {"rate": figures.pop("requests") / figures.pop("seconds"), **figures}
