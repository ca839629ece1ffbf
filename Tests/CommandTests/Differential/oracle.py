"""Says whether a line is valid: the rules for keys and tokens written a second time, over joserfc and cryptography."""

import json

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, mldsa
from joserfc import jws
from joserfc.jwk import import_key
from joserfc.jws import JWSRegistry

from encoding import decode
from keys import CURVES

RSA = {name + size for name in ("RS", "PS") for size in ("256", "384", "512")}
SECRETS = {"HS256": 32, "HS384": 48, "HS512": 64}
LATTICES = {
    "ML-DSA-44": (1312, mldsa.MLDSA44PublicKey),
    "ML-DSA-65": (1952, mldsa.MLDSA65PublicKey),
    "ML-DSA-87": (2592, mldsa.MLDSA87PublicKey),
}
ED25519, ED448 = {"EdDSA", "Ed25519"}, {"EdDSA", "Ed448"}
ALL = RSA | set(CURVES) | ED25519 | ED448 | set(SECRETS) | set(LATTICES)
PRIME25519, PRIME448 = 2**255 - 19, 2**448 - 2**224 - 1


class Refused(Exception):
    """Some rule is broken."""


def strict(data):
    """A JSON text as a header must be."""

    def members(pairs):
        if len({name for name, _ in pairs}) < len(pairs):
            raise Refused
        return dict(pairs)

    def constant(_):
        raise Refused

    def depth(value):
        children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
        return 0 if children is None else 1 + max(map(depth, children), default=0)

    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=members, parse_constant=constant)
        json.dumps(value, ensure_ascii=False).encode()  # fails for lone surrogates
    except (ValueError, RecursionError):
        raise Refused from None
    if not isinstance(value, dict) or depth(value) > 32:
        raise Refused
    return value


def edwards_point(data, prime, factor, a, b):
    """Whether the bytes are the one encoding of a point whose order is not small."""
    y = int.from_bytes(data, "little") & ~(1 << 8 * len(data) - 1)
    if y >= prime or y in (0, 1, prime - 1):
        return False
    ratio = (y * y - 1) * factor * pow(a + b * y * y, -1, prime) % prime
    return pow(ratio, (prime - 1) // 2, prime) in (0, 1)


def usable(jwk):
    """The names of the algorithms that a key may verify; none for a key that is rejected."""
    if not isinstance(jwk, dict) or not all(isinstance(jwk.get(name, ""), str) for name in ("kid", "use", "alg", "kty")):
        return set()
    operations = jwk.get("key_ops", ["verify"])
    if jwk.get("use", "sig") != "sig" or not isinstance(operations, list) or "verify" not in operations:
        return set()
    if not all(isinstance(operation, str) for operation in operations):
        return set()
    names = of_type(jwk)
    if "alg" not in jwk:
        return names
    # `EdDSA` and the curve's own name are one algorithm.
    return names if jwk["alg"] in names and jwk["kty"] == "OKP" else names & {jwk["alg"]}


def of_type(jwk):
    def member(name):
        return decode(jwk.get(name)) or b""

    match jwk.get("kty"):
        case "RSA":
            n, e = (int.from_bytes(member(name), "big") for name in "ne")
            return RSA if 2048 <= n.bit_length() <= 8192 and n & 1 and e & 1 and 3 <= e < 2**32 else set()
        case "EC":
            for name, (curve, group, width, _) in CURVES.items():
                if jwk.get("crv") == curve and len(member("x")) == len(member("y")) == width:
                    x, y = (int.from_bytes(member(name), "big") for name in "xy")
                    try:
                        ec.EllipticCurvePublicNumbers(x, y, group).public_key()
                        return {name}
                    except ValueError:
                        pass
            return set()
        case "OKP":
            x = member("x")
            if jwk.get("crv") == "Ed25519" and len(x) == 32 and edwards_point(x, PRIME25519, 121666, 121666, -121665):
                return ED25519
            if jwk.get("crv") == "Ed448" and len(x) == 57 and edwards_point(x, PRIME448, 1, -1, -39081):
                return ED448
            return set()
        case "oct":
            return {name for name, length in SECRETS.items() if len(member("k")) >= length}
        case "AKP":
            length, _ = LATTICES.get(jwk.get("alg"), (None, None))
            return {jwk["alg"]} if len(member("pub")) == length else set()
    return set()


def candidates(keys, header):
    """The keys that are tried, in their order."""
    found = [(key, names) for key in keys if (names := usable(key))]
    if "kid" in header:
        same = [each for each in found if each[0].get("kid") == header["kid"]]
        found = same or [each for each in found if "kid" not in each[0]]
    return [key for key, names in found if header["alg"] in names][:4]


def is_signed(token, header, signed, signature, jwk):
    algorithm = header["alg"]
    if algorithm in LATTICES:
        try:
            LATTICES[algorithm][1].from_public_bytes(decode(jwk["pub"])).verify(signature, signed)
            return True
        except InvalidSignature:
            return False
    key = import_key({name: jwk[name] for name in ("kty", "crv", "x", "y", "n", "e", "k") if name in jwk})
    if set(header) <= {"alg", "kid", "typ"}:
        try:
            jws.deserialize_compact(token, key, algorithms=[algorithm])
            return True
        except Exception:  # joserfc has many for a token that is not valid
            return False
    return JWSRegistry.algorithms[algorithm].verify(signed, signature, key)


def is_valid(line):
    try:
        parts = line["jws"].split(".")
        data = [decode(part) for part in parts]
        if len(parts) != 3 or None in data:
            raise Refused
        header = strict(data[0])
        if {"crit", "b64", "zip", "enc"} & set(header) or header.get("alg") not in ALL:
            raise Refused
        if not all(isinstance(header.get(name, ""), str) for name in ("kid", "typ")):
            raise Refused
    except (Refused, TypeError):
        return False
    keys = line["jwks"]["keys"] if "jwks" in line else [line["jwk"]]
    signed = f"{parts[0]}.{parts[1]}".encode()
    return any(is_signed(line["jws"], header, signed, data[2], key) for key in candidates(keys, header))
