"""Keys of the four algorithms, the tokens that they sign, and files of many tokens."""

import base64
import hashlib
import hmac
import json
import multiprocessing
import os
import signal
import time

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

from process import die_with_parent

ISSUER = "https://my-api.example/__zuplo/issuer"
AUDIENCE = "api"
GOOD_FOR = 30 * 86400


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value, width):
    return base64url(value.to_bytes(width, "big"))


class Key:
    """A signing key of one algorithm; `Key("RS256")` makes one."""

    def __init__(self, algorithm, private=None):
        self.algorithm = algorithm
        self.kid = f"{algorithm.lower()}-2026-a"
        self.private = private or {
            "RS256": lambda: rsa.generate_private_key(65537, 2048),
            "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
            "EdDSA": ed25519.Ed25519PrivateKey.generate,
            "HS256": lambda: os.urandom(32),
        }[algorithm]()

    def sign(self, data):
        if self.algorithm == "RS256":
            return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        if self.algorithm == "ES256":
            r, s = utils.decode_dss_signature(self.private.sign(data, ec.ECDSA(hashes.SHA256())))
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")
        if self.algorithm == "EdDSA":
            return self.private.sign(data)
        return hmac.digest(self.private, data, hashlib.sha256)

    def jwk(self):
        common = {"kid": self.kid, "alg": self.algorithm, "use": "sig"}
        if self.algorithm == "HS256":
            return {"kty": "oct", "k": base64url(self.private), **common}
        public = self.private.public_key()
        if self.algorithm == "RS256":
            numbers = public.public_numbers()
            return {"kty": "RSA", "n": number(numbers.n, 256), "e": number(numbers.e, 3), **common}
        if self.algorithm == "ES256":
            numbers = public.public_numbers()
            return {"kty": "EC", "crv": "P-256", "x": number(numbers.x, 32), "y": number(numbers.y, 32), **common}
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return {"kty": "OKP", "crv": "Ed25519", "x": base64url(raw), **common}

    def public_pem(self):
        return self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

    def token(self, subject="user-1", kid=None, issuer=ISSUER, expires_in=GOOD_FOR, **claims):
        """A token as a gateway issues it; further claims come last."""
        header = {"alg": self.algorithm, "kid": kid or self.kid, "typ": "JWT"}
        now = int(time.time())
        payload = {"iss": issuer, "aud": AUDIENCE, "sub": subject, "company": "example", "iat": now,
                   "exp": now + expires_in, **claims}
        text = ".".join(base64url(json.dumps(part, separators=(",", ":")).encode()) for part in (header, payload))
        return f"{text}.{base64url(self.sign(text.encode()))}"

    # A process that mints gets its key as bytes, because keys of this library cannot be pickled.
    def __getstate__(self):
        private = self.private if isinstance(self.private, bytes) else self.private.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return {"algorithm": self.algorithm, "kid": self.kid, "private": private}

    def __setstate__(self, state):
        self.__dict__ = state
        if self.algorithm != "HS256":
            self.private = serialization.load_der_private_key(self.private, None)


def spoil(token):
    """The same token with one bit of its signature changed."""
    head, _, signature = token.rpartition(".")
    raw = bytearray(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)))
    raw[len(raw) // 2] ^= 1
    return f"{head}.{base64url(bytes(raw))}"


def _mint(work):
    key, first, count = work
    return "".join(f"{key.token(f'user-{index}', jti=str(index))}\n" for index in range(first, first + count))


def _settle():
    """In a process that mints: ^C is the parent's to handle, and it does not outlive the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    die_with_parent()


def write_tokens(key, count, path, cores):
    """So many different tokens, one a line."""
    step = 2000
    work = [(key, first, min(step, count - first)) for first in range(0, count, step)]
    with open(path, "w", encoding="ascii") as file:
        if len(work) == 1:
            file.write(_mint(work[0]))
            return
        with multiprocessing.get_context("fork").Pool(len(cores), _settle) as pool:
            file.writelines(pool.imap(_mint, work))
