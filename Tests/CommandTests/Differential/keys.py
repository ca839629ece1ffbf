"""One signer for each algorithm; the same seed makes the same keys and the same signatures."""

import hashlib
import hmac
import math

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, mldsa, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from encoding import b64, number

HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}
CURVES = {
    "ES256": ("P-256", ec.SECP256R1(), 32, "256"),
    "ES384": ("P-384", ec.SECP384R1(), 48, "384"),
    "ES512": ("P-521", ec.SECP521R1(), 66, "512"),
    "ES256K": ("secp256k1", ec.SECP256K1(), 32, "256"),
}
LATTICES = {
    "ML-DSA-44": mldsa.MLDSA44PrivateKey,
    "ML-DSA-65": mldsa.MLDSA65PrivateKey,
    "ML-DSA-87": mldsa.MLDSA87PrivateKey,
}


class Signer:
    """A private key for one `alg`, and the JWK that verifies what it signs."""

    def __init__(self, algorithm, jwk, sign):
        self.algorithm, self.jwk, self.sign = algorithm, jwk, sign


def prime(random, bits):
    while True:
        candidate = random.getrandbits(bits) | 3 << bits - 2 | 1
        if math.gcd(candidate, 3 * 5 * 7 * 11 * 13 * 17 * 19 * 23 * 29 * 31 * 37 * 65537) > 1 or candidate % 65537 == 1:
            continue
        if all(pow(base, candidate - 1, candidate) == 1 for base in (2, 3, 5)):
            return candidate


class RSA:
    """A 2048-bit key that can also sign wrongly in every way that a verifier may be asked to forgive."""

    def __init__(self, random):
        self.p, self.q = p, q = prime(random, 1024), prime(random, 1024)
        self.n, e = p * q, 65537
        d = pow(e, -1, math.lcm(p - 1, q - 1))
        self.dp, self.dq, self.inverse = d % (p - 1), d % (q - 1), pow(q, -1, p)
        numbers = rsa.RSAPrivateNumbers(p, q, d, self.dp, self.dq, self.inverse, rsa.RSAPublicNumbers(e, self.n))
        self.key = numbers.private_key()
        self.jwk = {"kty": "RSA", "n": number(self.n), "e": number(e)}
        self.random = random

    def raw(self, encoded):
        value = int.from_bytes(encoded, "big")
        of_p, of_q = pow(value, self.dp, self.p), pow(value, self.dq, self.q)
        return (of_q + (of_p - of_q) * self.inverse % self.p * self.q).to_bytes(256, "big")

    def pkcs1(self, message, size):
        return self.key.sign(message, padding.PKCS1v15(), HASHES[size])

    def without_null(self, message, size):
        """A DigestInfo whose parameters are absent: valid to some, not to RFC 8017."""
        oid = {"256": 1, "384": 2, "512": 3}[size]
        digest = hashlib.new("sha" + size, message).digest()
        inner = bytes([0x30, 11, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, oid, 4, len(digest)]) + digest
        info = bytes([0x30, len(inner)]) + inner
        return self.raw(b"\0\1" + b"\xff" * (253 - len(info)) + b"\0" + info)

    def pss(self, message, size, salt_length=None, mask_hash=None):
        name = "sha" + size
        digest = hashlib.new(name, message).digest()
        salt = self.random.randbytes(len(digest) if salt_length is None else salt_length)
        hashed = hashlib.new(name, bytes(8) + digest + salt).digest()
        block = bytes(256 - len(hashed) - 2 - len(salt)) + b"\1" + salt
        mask = b"".join(
            hashlib.new(mask_hash or name, hashed + count.to_bytes(4, "big")).digest() for count in range(16)
        )
        masked = bytes(a ^ b for a, b in zip(block, mask))
        return self.raw(bytes([masked[0] & 0x7F]) + masked[1:] + hashed + b"\xbc")


def elliptic(random, algorithm):
    curve, group, width, size = CURVES[algorithm]
    key = ec.derive_private_key(random.getrandbits(8 * width - 16) + 1, group)
    point = key.public_key().public_numbers()

    def sign(message):
        r, s = decode_dss_signature(key.sign(message, ec.ECDSA(HASHES[size], deterministic_signing=True)))
        return r.to_bytes(width, "big") + s.to_bytes(width, "big")

    x, y = (value.to_bytes(width, "big") for value in (point.x, point.y))
    return Signer(algorithm, {"kty": "EC", "crv": curve, "x": b64(x), "y": b64(y)}, sign)


def edwards(random, algorithm, curve):
    made = ed25519.Ed25519PrivateKey if curve == "Ed25519" else ed448.Ed448PrivateKey
    key = made.from_private_bytes(random.randbytes(32 if curve == "Ed25519" else 57))
    return Signer(algorithm, {"kty": "OKP", "crv": curve, "x": b64(key.public_key().public_bytes_raw())}, key.sign)


def secret(random, algorithm):
    size = algorithm[2:]
    key = random.randbytes(int(size) // 8)
    return Signer(algorithm, {"kty": "oct", "k": b64(key)}, lambda message: hmac.digest(key, message, "sha" + size))


def lattice(random, algorithm):
    key = LATTICES[algorithm].from_seed_bytes(random.randbytes(32))
    return Signer(algorithm, {"kty": "AKP", "alg": algorithm, "pub": b64(key.public_key().public_bytes_raw())}, key.sign)


def signers(random, with_lattices):
    """Every algorithm once, the Edwards curves under both of their names."""
    rsa_key = RSA(random)
    for size in ("256", "384", "512"):
        yield Signer("RS" + size, rsa_key.jwk, lambda message, size=size: rsa_key.pkcs1(message, size)), rsa_key
        yield Signer("PS" + size, rsa_key.jwk, lambda message, size=size: rsa_key.pss(message, size)), rsa_key
    for algorithm in CURVES:
        yield elliptic(random, algorithm), None
    for algorithm, curve in (("EdDSA", "Ed25519"), ("Ed25519", "Ed25519"), ("EdDSA", "Ed448"), ("Ed448", "Ed448")):
        yield edwards(random, algorithm, curve), None
    for size in ("256", "384", "512"):
        yield secret(random, "HS" + size), None
    if with_lattices:
        for algorithm in LATTICES:
            yield lattice(random, algorithm), None
