"""What is done to a token or its key before both sides are asked about it."""

import copy

from encoding import b64, decode

NAMES = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519",
    "Ed448", "HS256", "HS384", "HS512", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87",
]  # fmt: skip
OTHER_NAMES = ["none", "None", "nOnE", "", "RS1", "es256", "RS256 ", "ES256\\u0000", "EDDSA", "RSA-OAEP", "dir", "\\u212A"]
ORDERS = {
    "P-256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "P-384": int("f" * 48 + "c7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16),
    "P-521": int("1" + "f" * 65 + "a51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409", 16),
    "secp256k1": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141,
}
VALUES = ["null", "1", "true", "[]", "{}", '"x"', '["exp"]', '""', "-1.5e3"]


def header(random, signer, kid):
    """The text of a header, mostly of a lawful one."""
    members = [("alg", f'"{signer.algorithm}"')]
    if kid is not None and random.random() < 0.8:
        members.append(("kid", f'"{kid}"'))
    if random.random() < 0.4:
        members.append((random.choice(["typ", "cty", "x", "jku", "x5t", "nonce"]), random.choice(VALUES[5:] + ['"JWT"'])))
    match random.randrange(30):
        case 0:
            members[0] = ("alg", f'"{random.choice(NAMES)}"')
        case 1:
            members[0] = ("alg", f'"{random.choice(OTHER_NAMES)}"')
        case 2:
            members[0] = ("alg", random.choice(VALUES))
        case 3:
            members.append((random.choice(["crit", "b64", "zip", "enc", "CRIT", "cri\\u0074"]), random.choice(VALUES)))
        case 4:
            members.append((random.choice(["alg", "kid", "a\\u006cg"]), members[0][1]))
        case 5:
            members = [("\\u0061lg" if name == "alg" else name, value) for name, value in members]
        case 6:
            members = [(name, value) for name, value in members if name != "kid"]
            members.append(("kid", random.choice([*VALUES, '"other"', f'"{"k" * 10_000}"', '"../../dev/null"'])))
        case 7:
            depth = random.choice([1, 30, 31, 32, 33, 5000])
            members.append(("x", "[" * depth + "]" * depth))
        case 8:
            members.append(("x", random.choice(['"\\ud800"', '"\\udc00\\ud800"', '"\\ud83d\\ude00"', "01", "1.", "NaN", "+1", '"\t"'])))
        case 9:
            del members[0]
        case 10:
            members.append(("jwk", random.choice(VALUES)))
    random.shuffle(members)
    space = random.choice(["", "", "", " ", "\n", "\t\r"])
    return "{" + ",".join(f'{space}"{name}"{space}:{space}{value}{space}' for name, value in members) + "}"


def spoilt(random, text):
    """Another encoding of a header, or bytes beside it."""
    data = text.encode("utf-8", "surrogatepass")
    return random.choice([
        b"\xef\xbb\xbf" + data, text.encode("utf-16"), text.encode("utf-32-le"), data + b"\0", data + b"{}", data[:-1],
        b" " + data + b"\n", b"[" + data + b"]", b"null", b"", data.replace(b"}", b',"x":"\xff"}'),
        data.replace(b"}", b',"x":"\xed\xa0\x80"}'), data.replace(b"}", b",}"), data.replace(b":", b"="),
    ])  # fmt: skip


def flipped(random, data):
    if not data:
        return b"\0"
    data = bytearray(data)
    data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(data)


def of_any_signature(random, signature):
    return random.choice([
        flipped(random, signature), signature[:-1], signature[1:], signature + b"\0", b"\0" + signature, b"",
        signature * 2, bytes(len(signature)), signature[len(signature) // 2 :] + signature[: len(signature) // 2],
        b"\xff" * len(signature),
    ])  # fmt: skip


def of_ecdsa(random, signature, curve):
    """One of the two numbers out of range, and the two that are both right: s and n - s."""
    order, width = ORDERS[curve], len(signature) // 2
    r, s = int.from_bytes(signature[:width], "big"), int.from_bytes(signature[width:], "big")
    r, s = random.choice([
        (r, order - s), (order - r, s), (0, s), (r, 0), (0, 0), (r, order), (order, s), (r + order, s), (r, s + order),
        (s, r), (1, 1), (r, order - 1),
    ])  # fmt: skip
    try:
        return r.to_bytes(width, "big") + s.to_bytes(width, "big")
    except OverflowError:
        return der(r, s)


def der(r, s):
    def integer(value):
        data = value.to_bytes(value.bit_length() // 8 + 1, "big")
        return bytes([2, len(data)]) + data

    body = integer(r) + integer(s)
    return (bytes([0x30, 0x81, len(body)]) if len(body) > 127 else bytes([0x30, len(body)])) + body


def of_rsa(random, rsa, message, algorithm):
    size = algorithm[2:]
    length = int(size) // 8
    return random.choice([
        lambda: rsa.pss(message, size, salt_length=0), lambda: rsa.pss(message, size, salt_length=length - 1),
        lambda: rsa.pss(message, size, salt_length=256 - 2 - length), lambda: rsa.pss(message, size, mask_hash="sha1"),
        lambda: rsa.pss(message, size), lambda: rsa.pkcs1(message, size), lambda: rsa.without_null(message, size),
        lambda: (int.from_bytes(rsa.pkcs1(message, size), "big") + rsa.n).to_bytes(257, "big"),
    ])()  # fmt: skip


def text(random, token):
    """The token's text, spelt otherwise."""
    parts = token.split(".")
    place = random.randrange(3)
    part = parts[place]
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    parts[place] = random.choice([
        part + "=", part + "==", part + "A", part[:-1], part[:-1] + random.choice(last), part[:-1] + "+", part + "\n",
        " " + part, part.replace("_", "/").replace("-", "+"), "", part + ".", part[:3] + "\u00e9" + part[4:], part + "%3D",
    ])  # fmt: skip
    return random.choice([".".join(parts), ".".join(parts), ".".join(parts), token + ".", "." + token, ".".join(token.split(".")[:2])])


def key(random, jwk):
    """The key, written otherwise: some ways are lawful."""
    jwk = copy.deepcopy(jwk)
    member = random.choice([name for name in ("n", "e", "x", "y", "k", "pub") if name in jwk])
    data = decode(jwk[member])
    match random.randrange(14):
        case 0:
            jwk["alg"] = random.choice([*NAMES, "none", None, 1, ""])
        case 1:
            jwk["use"] = random.choice(["sig", "sig", "enc", "SIG", "", None, 1, ["sig"]])
        case 2:
            jwk["key_ops"] = random.choice([["verify"], ["sign", "verify"], ["sign"], [], "verify", None, ["verify", 1], {"verify": 1}])
        case 3:
            jwk["kid"] = random.choice(["other", "", None, 1, ["k"]])
        case 4:
            jwk.pop("kid", None)
        case 5:
            jwk[member] = random.choice([jwk[member] + "=", jwk[member] + "A", jwk[member][:-1], "", None, 1, "+/+/"])
        case 6:
            jwk[member] = b64(random.choice([data[:-1], data[1:], b"\0" + data, data + b"\0", bytes(len(data))]))
        case 7:
            jwk[member] = b64(flipped(random, data)) if member not in "ne" else jwk[member]
        case 8:
            jwk["kty"] = random.choice(["RSA", "EC", "OKP", "oct", "AKP", "rsa", "", None, 1])
        case 9:
            if "crv" in jwk:
                jwk["crv"] = random.choice(["P-256", "P-384", "P-521", "secp256k1", "Ed25519", "Ed448", "X25519", "p-256", None])
        case 10:
            jwk.update(random.choice([{"d": "AA"}, {"x5c": 5}, {"ext": True}, {"x5t": None}, {"q": 1}, {"exp": 1}]))
        case 11:
            del jwk[member]
        case 12:
            if member == "e":
                jwk["e"] = random.choice(["AQ", "Ag", "AA", "AQAB", "AAEAAQ", "AQAAAAE", "_____w", "Aw"])
        case 13:
            return random.choice([None, [], "key", 1, {}])
    return jwk
