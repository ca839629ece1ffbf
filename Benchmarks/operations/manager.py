"""The part of systemd that a service notices: sockets that were opened beforehand, and a place for notifications."""

import fcntl
import os
import socket
import subprocess
import tempfile
from pathlib import Path


class ServiceManager:
    def __init__(self):
        self.sockets: list[socket.socket] = []
        self.folder = tempfile.TemporaryDirectory(prefix="manager-")
        self.notifications = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notifications.bind(f"{self.folder.name}/notify")

    def listen(self, port: int, path: Path):
        tcp = socket.socket()
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        tcp.bind(("127.0.0.1", port))
        unix = socket.socket(socket.AF_UNIX)
        unix.bind(str(path))
        path.chmod(0o666)
        for listener in (tcp, unix):
            listener.listen(4096)
            self.sockets.append(listener)

    def start(self, command: list[str], output) -> subprocess.Popen:
        # Far from 3 and up, where the service expects them.
        copies = [fcntl.fcntl(listener, fcntl.F_DUPFD, 100) for listener in self.sockets]
        moves = " ".join(f"{3 + index}<&{copy} {copy}<&-" for index, copy in enumerate(copies))
        environment = {
            **os.environ,
            "LISTEN_FDS": str(len(copies)),
            "LISTEN_FDNAMES": ":".join("postern.socket" for _ in copies),
            "NOTIFY_SOCKET": f"{self.folder.name}/notify",
        }
        try:
            return subprocess.Popen(
                ["bash", "-c", f'export LISTEN_PID=$$; exec "$@" {moves}', "bash", *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment,
                pass_fds=copies,
            )
        finally:
            for copy in copies:
                os.close(copy)

    def wait_for(self, word: str, seconds: float = 10):
        """Waits for a notification that has the word among its lines."""
        self.notifications.settimeout(seconds)
        while word not in self.notifications.recv(4096).decode().split("\n"):
            pass

    def close(self):
        for listener in self.sockets:
            listener.close()
        self.notifications.close()
        self.folder.cleanup()
