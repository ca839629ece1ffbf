"""A server that is measured: started on given cores, watched through /proc, and surely stopped."""

import ctypes
import os
import pathlib
import signal
import socket
import subprocess
import time

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
LIBC = ctypes.CDLL(None)


def die_with_parent():
    """To be called in a child. Not SIGKILL, because nginx has to stop its worker."""
    LIBC.prctl(DIE_WITH_PARENT, signal.SIGTERM)


def settle(cores):
    """To be called in the child: only these cores, and an end when the driver ends, however it does."""

    def prepare():
        die_with_parent()
        os.sched_setaffinity(0, cores)

    return prepare


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def connects(address):
    """Whether somebody listens at a port of loopback or at the path of a Unix socket."""
    family, target = (socket.AF_UNIX, str(address)) if isinstance(address, (str, pathlib.Path)) else (
        socket.AF_INET, ("127.0.0.1", address))
    with socket.socket(family) as probe:
        try:
            probe.connect(target)
            return True
        except OSError:
            return False


class Server:
    """`address` is a port of loopback, or a Unix socket's path."""

    def __init__(self, command, address, cores, log):
        self.command, self.address, self.cores, self.log = [str(word) for word in command], address, cores, log
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        """Starts, and returns the seconds until it listened."""
        try:
            with open(self.log, "wb") as log:
                began = time.perf_counter()
                self.process = subprocess.Popen(
                    self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=settle(self.cores))
            while not connects(self.address):
                if self.process.poll() is not None or time.perf_counter() - began > 20:
                    text = pathlib.Path(self.log).read_text(errors="replace")[-2000:]
                    raise RuntimeError(f"{self.command[0]} does not listen:\n{text}")
                time.sleep(0.0005)
            return time.perf_counter() - began
        except BaseException:
            self.stop()
            raise

    def stop(self):
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(3)
            except subprocess.TimeoutExpired:
                for process in reversed(self.processes()):
                    os.kill(process, signal.SIGKILL)
                self.process.wait()
        self.process = None

    def restart(self):
        self.stop()
        self.start()

    def processes(self):
        """Its own identifier and those of all its children."""
        found = [self.process.pid]
        for process in found:
            for task in pathlib.Path(f"/proc/{process}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        return found

    def cpu(self):
        """Seconds of user and system time so far, of all its threads, to the nanosecond."""
        nanoseconds = 0
        for process in self.processes():
            for task in pathlib.Path(f"/proc/{process}/task").iterdir():
                nanoseconds += int((task / "schedstat").read_text().split()[0])
        return nanoseconds / 1e9

    def memory(self):
        """Resident bytes."""
        return sum(
            int(line.split()[1]) * 1024
            for process in self.processes()
            for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines()
            if line.startswith("VmRSS:"))
