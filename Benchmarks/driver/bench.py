"""What every case needs: cores, a folder, keys, rounds, and where the figures go."""

import contextlib
import dataclasses
import functools
import http.client
import itertools
import os
import pathlib
import random
import resource
import signal
import socket
import sys
import tempfile

import keys
import load
import tools
from process import Server


@dataclasses.dataclass
class Subject:
    """One line of a table: who is asked, and with what. CPU is counted over all `servers`."""

    name: str
    servers: list
    headers: dict = dataclasses.field(default_factory=dict)
    tokens: pathlib.Path | None = None
    anywhere: bool = False  # each run begins with a token by chance, not with the first
    status: int = 200
    connections: int = 64
    threads: int = 1
    load: str = "wrk"
    load_cores: set | None = None
    warm_up: int = 0
    anew: bool = False


class Bench:
    def __init__(self, folder, rounds, seconds, quick):
        self.folder, self.rounds, self.seconds, self.quick = folder, rounds, seconds, quick
        allowed = sorted(os.sched_getaffinity(0))
        if len(allowed) < 2:
            raise tools.Missing("two processors are needed: one for the server, one for the load")
        self.load_cores, self.server_cores, self.cores = {allowed[0]}, {allowed[-1]}, set(allowed[:1] + allowed[-1:])
        self.cleanup = contextlib.ExitStack()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.descriptors = hard

    # Servers are started where they are first needed, and stopped when their case ends.

    @contextlib.contextmanager
    def case(self):
        with contextlib.ExitStack() as stack, tempfile.TemporaryDirectory(dir=self.folder) as folder:
            outer = self.cleanup, self.folder
            self.cleanup, self.folder = stack, pathlib.Path(folder)
            try:
                yield
            except (KeyboardInterrupt, SystemExit):
                # A second ^C must not interrupt the end of the servers.
                for number in (signal.SIGINT, signal.SIGTERM):
                    signal.signal(number, signal.SIG_IGN)
                raise
            finally:
                self.cleanup, self.folder = outer

    def start(self, make, *arguments, cores=None, **settings) -> Server:
        return self.cleanup.enter_context(make(self.folder, cores or self.server_cores, *arguments, **settings))

    @functools.cache
    def key(self, algorithm):
        return keys.Key(algorithm)

    @functools.cache
    def bearer(self, algorithm, **claims):
        return {"Authorization": f"Bearer {self.key(algorithm).token(**claims)}"}

    def many(self, algorithm, count):
        """A file of so many tokens."""
        path = self.folder / f"{algorithm}-{count}"
        if not path.exists():
            self.say(f"minting {count} tokens, {algorithm}")
            keys.write_tokens(self.key(algorithm), count, path, self.cores)
        return path

    def head(self, path, count):
        """A file of the first so many tokens of another."""
        part = path.with_name(f"{path.name}-{count}")
        with open(path, encoding="ascii") as file:
            part.write_text("".join(itertools.islice(file, count)))
        return part

    def some(self, sizes):
        """All sizes, or the ends alone when it has to be quick."""
        return (sizes[0], sizes[-1]) if self.quick else sizes

    # Measuring

    def say(self, text):
        print(f"  {text}", file=sys.stderr, flush=True)

    def probe(self, subject):
        """Asks once and looks at the answer: wrk tells refusals from allows, and no more."""
        fields = {**load.HEADERS, **subject.headers}
        if subject.tokens:
            with open(subject.tokens, encoding="ascii") as file:
                fields["Authorization"] = f"Bearer {file.readline().strip()}"
        address = subject.servers[0].address
        connection = http.client.HTTPConnection("127.0.0.1", address if isinstance(address, int) else 0, timeout=10)
        if not isinstance(address, int):
            connection.sock = socket.socket(socket.AF_UNIX)
            connection.sock.connect(str(address))
        with contextlib.closing(connection):
            connection.request("GET", "/", headers=fields)
            status = connection.getresponse().status
        if status != subject.status:
            raise load.WrongAnswer(f"{subject.name}: answered {status}, not {subject.status}")

    def once(self, subject, seconds):
        """One run: microseconds of CPU a request, requests a second, and how busy the server was."""
        if subject.anew:
            for server in subject.servers:
                server.restart()
        cores = subject.load_cores or self.load_cores
        settings = {"headers": subject.headers, "connections": subject.connections}
        if subject.load == "wrk":
            settings |= {"tokens": subject.tokens, "threads": subject.threads}
            if subject.anywhere:
                settings["begin"] = random.randrange(subject.tokens.stat().st_size)
        else:
            settings |= {"warm_up": subject.warm_up}
        for _ in range(3):
            run = getattr(load, subject.load)(
                subject.servers[0].address, seconds, cores,
                lambda: sum(server.cpu() for server in subject.servers), **settings)
            if run.requests or run.failed:  # or else the machine was too busy to serve anything
                break
        if run.failed or not run.requests or run.refused != (0 if subject.status < 400 else run.requests):
            raise load.WrongAnswer(f"{subject.name}: {run}; expected {subject.status} for all")
        return {"cpu": run.cpu / run.requests * 1e6, "rate": run.requests / run.seconds,
                "busy": run.cpu / run.seconds, "requests": run.requests}

    def compare(self, subjects, *, rounds=None, seconds=None):
        """Interleaved rounds: each subject once a round. Returns the lists of figures by the subjects' names."""
        figures = {subject.name: {"cpu": [], "rate": [], "busy": [], "requests": []} for subject in subjects}
        for subject in subjects:
            self.probe(subject)
            if not (subject.anew or subject.warm_up or self.quick):
                self.once(subject, 1)
        for turn in range(1, (rounds or self.rounds) + 1):
            told = []
            for subject in subjects:
                run = self.once(subject, seconds or self.seconds)
                for figure, value in run.items():
                    figures[subject.name][figure].append(value)
                told.append(f"{subject.name} {run['cpu']:.1f}")
            self.say(f"round {turn}: " + ", ".join(told) + " µs")
        return figures

