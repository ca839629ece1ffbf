"""Writes tokens.json, one valid token for each algorithm with a key that fits it, ml-dsa.json, the same for the algorithms
that only newer versions of OpenSSL know, and leading-zeros.json, valid tokens whose signature begins with a zero byte.

Run it again only to add an algorithm: the keys are thrown away, so everything changes. Needs joserfc and cryptography.
"""

import base64
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, mldsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

PAYLOAD = b'{"iss":"https://issuer.example","sub":"s","aud":"api","exp":4000000000}'


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def entry(algorithm, jwk, token):
    return {"alg": algorithm, "jwk": jwk, "jws": token}


def with_joserfc(algorithm, key, kid):
    token = jws.serialize_compact({"alg": algorithm, "kid": kid}, PAYLOAD, key, algorithms=[algorithm])
    private = isinstance(key, OctKey)
    return entry(algorithm, {**key.as_dict(private=private), "kid": kid}, token)


def by_hand(algorithm, jwk, kid, sign):
    header = json.dumps({"alg": algorithm, "kid": kid}, separators=(",", ":")).encode()
    signed = b64(header) + "." + b64(PAYLOAD)
    return entry(algorithm, {**jwk, "kid": kid}, signed + "." + b64(sign(signed.encode())))


def secp256k1():
    key = ec.generate_private_key(ec.SECP256K1())
    numbers = key.public_key().public_numbers()
    jwk = {"kty": "EC", "crv": "secp256k1", "x": b64(numbers.x.to_bytes(32, "big")), "y": b64(numbers.y.to_bytes(32, "big"))}

    def sign(message):
        r, s = decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    return by_hand("ES256K", jwk, "ES256K", sign)


def edwards448(name, kid):
    key = ed448.Ed448PrivateKey.generate()
    point = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return by_hand(name, {"kty": "OKP", "crv": "Ed448", "x": b64(point)}, kid, key.sign)


def edwards25519(name, kid):
    key = OKPKey.generate_key("Ed25519")
    return by_hand(name, key.as_dict(private=False), kid, key.private_key.sign)


def lattice(name, made):
    key = made.generate()
    point = key.public_key().public_bytes_raw()
    return by_hand(name, {"kty": "AKP", "alg": name, "pub": b64(point)}, name, key.sign)


rsa = RSAKey.generate_key(2048)
entries = [with_joserfc(name, rsa, "RSA") for name in ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]]
entries += [
    with_joserfc(name, ECKey.generate_key(curve), name)
    for name, curve in [("ES256", "P-256"), ("ES384", "P-384"), ("ES512", "P-521")]
]
entries += [
    secp256k1(),
    edwards25519("EdDSA", "Ed25519"),
    edwards25519("Ed25519", "Ed25519-by-name"),
    edwards448("EdDSA", "Ed448"),
    edwards448("Ed448", "Ed448-by-name"),
]
entries += [
    with_joserfc(name, OctKey.generate_key(bits), name) for name, bits in [("HS256", 256), ("HS384", 384), ("HS512", 512)]
]


def write(file, entries):
    members = ("kty", "crv", "x", "y", "n", "e", "k", "pub", "kid")
    for each in entries:
        # A lattice key has to have `alg`; the others are tested without.
        each["jwk"] = {k: v for k, v in each["jwk"].items() if k in members or k == "alg" and each["jwk"]["kty"] == "AKP"}
    with open(file, "w") as output:
        output.write("[\n" + ",\n".join(json.dumps(each, separators=(",", ":")) for each in entries) + "\n]\n")


def leading_zero(algorithm, key):
    for number in range(100_000):
        made = with_joserfc(algorithm, key, f"{algorithm}-{number}")
        if made["jws"].split(".")[2].startswith("AA"):
            return made


write("tokens.json", entries)
write(
    "ml-dsa.json",
    [
        lattice("ML-DSA-44", mldsa.MLDSA44PrivateKey),
        lattice("ML-DSA-65", mldsa.MLDSA65PrivateKey),
        lattice("ML-DSA-87", mldsa.MLDSA87PrivateKey),
    ],
)
write(
    "leading-zeros.json",
    [leading_zero(name, rsa) for name in ["RS256", "PS256", "PS512"]]
    + [leading_zero("ES256", ECKey.generate_key("P-256")), leading_zero("ES384", ECKey.generate_key("P-384"))],
)
