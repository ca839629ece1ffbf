"""Clients of nginx that check every answer, and clients of Postern that behave badly."""

import asyncio
import random
import socket
import struct
import time
from collections import Counter

from mixture import Request, Requests


class Load:
    CONNECTIONS = 24

    def __init__(self, requests: Requests, front: int, decision: int, rate: float):
        self.requests = requests
        self.front = front
        self.decision = decision
        self.rate = rate
        self.answers = Counter()
        self.kinds = Counter()
        self.wrong: list[str] = []
        self.wrongs = 0
        self.failed = 0
        self.disconnects = 0
        self.times: list[float] = []

    async def run(self, until: float, vandals: int = 1):
        clients = [self.client(until) for _ in range(self.CONNECTIONS)]
        await asyncio.gather(*clients, *(self.vandal(until) for _ in range(vandals)))

    def summary(self) -> str:
        times = sorted(self.times) or [0.0]
        answers = ", ".join(f"{count} × {status}" for status, count in sorted(self.answers.items()))
        return (
            f"{answers}; wrong {self.wrongs}, failed {self.failed}; p50 {times[len(times) // 2] * 1e3:.1f} ms,"
            f" p99 {times[len(times) * 99 // 100] * 1e3:.1f} ms, longest {times[-1] * 1e3:.1f} ms"
        )

    async def client(self, until: float):
        """Sends requests over one connection at a time, at this client's part of the rate."""
        pause = self.CONNECTIONS / self.rate
        next_start = time.monotonic() + random.random() * pause
        connection = None
        while (now := time.monotonic()) < until:
            if next_start > now:
                await asyncio.sleep(next_start - now)
            next_start = max(next_start + pause * random.uniform(0.5, 1.5), time.monotonic() - 1)
            request = self.requests.draw()
            begin = time.monotonic()
            try:
                if connection is None:
                    connection = await asyncio.open_connection("127.0.0.1", self.front)
                status, body, keeps = await asyncio.wait_for(self.exchange(connection, request), 15)
            except (OSError, EOFError, asyncio.TimeoutError, ValueError) as error:
                self.note_wrong(request, f"{type(error).__name__}: {error}")
                self.failed += 1
                connection = self.drop(connection)
                continue
            self.times.append(time.monotonic() - begin)
            self.check(request, status, body)
            # Some clients go now and then.
            if not keeps or random.random() < 0.01:
                connection = self.drop(connection)
        self.drop(connection)

    async def exchange(self, connection, request: Request):
        reader, writer = connection
        lines = [f"GET {request.path} HTTP/1.1", "Host: soak", *request.headers, "", ""]
        writer.write("\r\n".join(lines).encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        fields = {line.split(":")[0].lower(): line.partition(":")[2].strip() for line in head[1:] if line}
        body = await reader.readexactly(int(fields.get("content-length", 0)))
        return int(head[0].split()[1]), body.decode(), fields.get("connection") != "close"

    def check(self, request: Request, status: int, body: str):
        self.answers[status] += 1
        self.kinds[request.kind] += 1
        if status != request.status:
            self.note_wrong(request, f"{status} in place of {request.status}")
        elif status == 200 and body != request.subject:
            self.note_wrong(request, f"subject {body!r} in place of {request.subject!r}")

    def note_wrong(self, request: Request, what: str):
        self.wrongs += 1
        if len(self.wrong) < 100:
            self.wrong.append(f"{time.strftime('%H:%M:%S')} {request.kind} {request.path}: {what}")

    def drop(self, connection):
        if connection is not None:
            connection[1].close()
        return None

    async def vandal(self, until: float):
        """Connects to Postern itself, and goes at the worst moment."""
        while time.monotonic() < until:
            await asyncio.sleep(random.uniform(0.05, 0.4))
            request = self.requests.draw()
            path = request.path.removeprefix("/tcp").removeprefix("/unix")
            lines = ["GET / HTTP/1.1", "Host: soak", f"X-Original-URI: {path}", "X-Original-Method: GET"]
            text = "\r\n".join([*lines, *request.headers, "", ""]).encode()
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.decision)
            except OSError as error:
                self.note_wrong(request, f"no connection to Postern: {error}")
                continue
            match random.randrange(5):
                case 0:
                    writer.write(text[: random.randrange(len(text))])
                case 1:
                    # A reset, while the answer may be on its way.
                    linger = struct.pack("ii", 1, 0)
                    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                    writer.write(text)
                case 2:
                    writer.write(text * random.randrange(1, 50))
                case 3:
                    writer.write(text)
                    writer.write_eof()
                    await asyncio.sleep(0.05)
                case 4:
                    writer.write(b"\x16\x03\x01\x00\xa5\x01 no HTTP \r\n\r\n")
            writer.close()
            self.disconnects += 1
