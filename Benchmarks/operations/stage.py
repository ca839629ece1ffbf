"""Postern behind nginx, with everything on free ports of 127.0.0.1 and in a folder of its own."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from issuer import Issuer
from manager import ServiceManager

NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    keepalive_requests 10000;
    upstream tcp {{ server 127.0.0.1:{tcp}; keepalive 16; }}
    upstream unix {{ server unix:{folder}/postern.sock; keepalive 16; }}
    upstream application {{ server 127.0.0.1:{application}; keepalive 16; }}
    server {{
        listen 127.0.0.1:{front};
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        {locations}
    }}
    server {{
        listen 127.0.0.1:{application};
        keepalive_requests 1000000;
        location / {{ return 200 "$http_x_auth_subject"; }}
    }}
}}
"""

LOCATION = """
        location /{name}/ {{
            rewrite ^/{name}(/.*)$ $1 break;
            auth_request /_{name};
            auth_request_set $subject $upstream_http_x_auth_subject;
            proxy_set_header X-Auth-Subject $subject;
            proxy_set_header Connection "";
            proxy_pass http://application;
        }}
        location = /_{name} {{
            internal;
            proxy_pass http://{name}/;
            proxy_set_header Connection "";
            proxy_pass_request_body off;
            proxy_set_header Content-Length "";
            proxy_set_header X-Original-Method $request_method;
            proxy_set_header X-Original-URI $original;
            proxy_set_header X-Original-Host $host;
            proxy_set_header X-Original-URL "";
        }}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Stage:
    def __init__(self, postern: str, issuers: list[Issuer], folder: Path, manager: ServiceManager | None = None):
        """With a service manager, the decision sockets are its own, and outlive the service."""
        self.folder = folder
        self.issuers = issuers
        self.manager = manager
        self.tcp, self.admin, self.front, self.application = (free_port() for _ in range(4))
        if manager:
            manager.listen(self.tcp, folder / "postern.sock")
        self.reloads = 0
        self.configuration = folder / "postern.yaml"
        self.write_configuration()
        self.log = open(folder / "postern.log", "wb")
        self.children: list[subprocess.Popen] = []
        self.command = [postern, "serve", "--config", str(self.configuration)]
        self.postern = self.start_postern()
        locations = "".join(LOCATION.format(name=name) for name in ("tcp", "unix"))
        # The rewritten URI is what the rules are about; nginx keeps the client's own in $request_uri.
        original = "set $original $request_uri; if ($request_uri ~ ^/(?:tcp|unix)(/.*)$) { set $original $1; }"
        locations = original + locations
        (folder / "nginx.conf").write_text(
            NGINX.format(
                folder=folder, tcp=self.tcp, front=self.front, application=self.application, locations=locations
            )
        )
        nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        if nginx is None:
            raise SystemExit("nginx is not installed")
        arguments = ["-p", str(folder), "-e", str(folder / "nginx.log"), "-c", str(folder / "nginx.conf")]
        self.nginx = self.start(nginx, *arguments, output=self.log)

    def start_postern(self) -> subprocess.Popen:
        if self.manager:
            child = self.manager.start(self.command, self.log)
            self.children.append(child)
            return child
        return self.start(*self.command, output=self.log)

    def restart_postern(self) -> int:
        """Stops the service as its manager would, starts it anew, and returns the exit status of the first."""
        self.postern.terminate()
        status = self.postern.wait(30)
        self.children.remove(self.postern)
        self.postern = self.start_postern()
        return status

    def start(self, *command: str, output) -> subprocess.Popen:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        self.children.append(child)
        return child

    def write_configuration(self, wrong: bool = False):
        """A configuration that differs a little at each reload."""
        issuers = "\n".join(
            f"  - {{ issuer: '{issuer.name}', audiences: [soak], jwks: '{issuer.name}/keys' }}"
            for issuer in self.issuers
        )
        text = f"""
listeners:
  - address: 127.0.0.1:{self.tcp}
  - address: unix:{self.folder}/postern.sock
admin: 127.0.0.1:{self.admin}
threads: 2
issuers:
{issuers}
tokens:
  - header: Authorization
  - cookie: access_token
claim_headers:
  X-Auth-Subject: sub
  X-Auth-Reload: {{ claim: reload-{self.reloads % 2} }}
rules:
  - match: {{ paths: [/public/**] }}
    access: anonymous
  - match: {{ paths: [/admin/**] }}
    require: {{ scopes: [admin] }}
keys: {{ refresh: 10s, cooldown: 1s, stale_for: 1h, timeout: 2s, state_directory: {self.folder}/state }}
cache: {{ tokens: {1000 + self.reloads % 3} }}
log: {{ decisions: denied }}
"""
        (self.folder / "state").mkdir(exist_ok=True)
        # In one step, so that no reload finds half a file.
        new = self.folder / "new.yaml"
        new.write_text(text + ("nonsense: true\n" if wrong else ""))
        new.rename(self.configuration)

    def reload(self):
        self.reloads += 1
        self.write_configuration(wrong=self.reloads % 4 == 3)
        self.postern.send_signal(signal.SIGHUP)

    def wait_until_ready(self):
        for _ in range(200):
            for child in self.children:
                if child.poll() is not None:
                    raise SystemExit(f"{child.args[0]} ended with {child.returncode}; see {self.folder}")
            if self.is_ready() and self.accepts(self.front):
                return
            time.sleep(0.1)
        raise SystemExit(f"not ready; see {self.folder}")

    def is_ready(self) -> bool:
        return self.get("/readyz").startswith(b"HTTP/1.1 200 ")

    def accepts(self, port: int) -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), 2).close()
            return True
        except OSError:
            return False

    def get(self, path: str) -> bytes:
        """A page of the admin listener, with its head; empty when there is none."""
        try:
            with socket.create_connection(("127.0.0.1", self.admin), 5) as admin:
                admin.settimeout(5)
                admin.sendall(f"GET {path} HTTP/1.1\r\nHost: soak\r\nConnection: close\r\n\r\n".encode())
                answer = b""
                while part := admin.recv(65536):
                    answer += part
                return answer
        except OSError:
            return b""

    def resident(self) -> float:
        """Postern's resident memory in MiB."""
        for line in Path(f"/proc/{self.postern.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0

    def descriptors(self) -> int:
        return len(os.listdir(f"/proc/{self.postern.pid}/fd"))

    def stop(self) -> int | None:
        """Ends everything, the service first; returns its exit status."""
        status = None
        for child in self.children:
            if child.poll() is None:
                child.terminate()
                try:
                    child.wait(20)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
            if child is self.postern:
                status = child.returncode
        self.log.close()
        return status
