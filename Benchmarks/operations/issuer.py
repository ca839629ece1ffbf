"""An identity provider that rotates its keys, and that can be out of order in several ways."""

import base64
import json
import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value: int, width: int | None = None) -> str:
    return encode(value.to_bytes(width or (value.bit_length() + 7) // 8, "big"))


class Key:
    """One signing key with its public half as a JWK."""

    def __init__(self, algorithm: str):
        self.algorithm = algorithm
        self.kid = f"{algorithm.lower()}-{os.urandom(4).hex()}"
        if algorithm == "EdDSA":
            self.key = ed25519.Ed25519PrivateKey.generate()
            x = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
            public = {"kty": "OKP", "crv": "Ed25519", "x": encode(x)}
        elif algorithm == "RS256":
            self.key = rsa.generate_private_key(65537, 2048)
            numbers = self.key.public_key().public_numbers()
            public = {"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e)}
        else:
            self.key = ec.generate_private_key(ec.SECP256R1())
            numbers = self.key.public_key().public_numbers()
            public = {"kty": "EC", "crv": "P-256", "x": number(numbers.x, 32), "y": number(numbers.y, 32)}
        self.jwk = {**public, "kid": self.kid, "alg": algorithm, "use": "sig"}

    def sign(self, text: bytes) -> bytes:
        if self.algorithm == "EdDSA":
            return self.key.sign(text)
        if self.algorithm == "RS256":
            return self.key.sign(text, padding.PKCS1v15(), hashes.SHA256())
        r, s = decode_dss_signature(self.key.sign(text, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def token(self, claims: dict, **header) -> str:
        head = {"alg": self.algorithm, "kid": self.kid, "typ": "JWT", **header}
        text = ".".join(encode(json.dumps(part).encode()) for part in (head, claims))
        return f"{text}.{encode(self.sign(text.encode()))}"


class Issuer:
    """Publishes a key set over HTTP on a free port of 127.0.0.1."""

    OUTAGES = ("refused", "error", "garbage", "empty", "hanging")

    def __init__(self, algorithm: str):
        self.algorithm = algorithm
        self.keys = [Key(algorithm)]
        self.outage: str | None = None
        self.fetches = 0
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                issuer.answer(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.name = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.1,), daemon=True).start()

    @property
    def key(self) -> Key:
        """The key that signs."""
        return self.keys[-1]

    def rotate(self):
        """Signs with a new key from now on; the one before stays published, older ones go."""
        self.keys = [self.keys[-1], Key(self.algorithm)]

    def answer(self, request: BaseHTTPRequestHandler):
        self.fetches += 1
        outage = self.outage
        if outage == "refused":
            request.close_connection = True
            return
        if outage == "hanging":
            time.sleep(4)
            request.close_connection = True
            return
        if outage == "error":
            request.send_error(503)
            return
        body = {
            "garbage": b"<html>maintenance</html>",
            "empty": b'{"keys":[]}',
        }.get(outage) or json.dumps({"keys": [key.jwk for key in self.keys]}).encode()
        request.send_response(200)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
