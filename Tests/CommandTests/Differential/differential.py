"""Prints lines for `postern verify`, each with the verdict of Python's libraries in a member that `verify` ignores.

    python3 differential.py SEED COUNT [ml-dsa]

COUNT tokens for each algorithm: one in eight as it was signed, the others mutated. The same arguments print the same.
"""

import json
import sys
from random import Random

import mutations
import oracle
from encoding import b64, decode
from keys import signers


def token(random, signer, rsa, kid, mutate):
    head = mutations.header(random, signer, kid) if mutate else f'{{"alg":"{signer.algorithm}","kid":"{kid}"}}'
    head = mutations.spoilt(random, head) if mutate and random.random() < 0.06 else head.encode("utf-8", "surrogatepass")
    payload = random.randbytes(random.choice([0, 1, 20, 300])) if random.random() < 0.3 else b'{"sub":"s"}'
    signed = f"{b64(head)}.{b64(payload)}"
    signature = signer.sign(signed.encode())
    if not mutate:
        return f"{signed}.{b64(signature)}"
    chance = random.random()
    if chance < 0.25:
        signature = mutations.of_any_signature(random, signature)
    elif chance < 0.5 and "crv" in signer.jwk and signer.jwk["crv"] in mutations.ORDERS:
        signature = mutations.of_ecdsa(random, signature, signer.jwk["crv"])
    elif chance < 0.5 and rsa is not None:
        signature = mutations.of_rsa(random, rsa, signed.encode(), signer.algorithm)
    elif chance < 0.6:
        parts = [head, payload]
        place = random.randrange(2)
        parts[place] = mutations.flipped(random, parts[place])
        signed = ".".join(map(b64, parts))
    made = f"{signed}.{b64(signature)}"
    return mutations.text(random, made) if 0.6 < chance < 0.7 else made


def line(random, signer, rsa, everybody, mutate):
    """The token with its key: alone, or in a set between others."""
    kid = "k"
    jwk = {**signer.jwk, "kid": kid}
    made = {"jws": token(random, signer, rsa, kid, mutate)}
    if mutate and random.random() < 0.35:
        jwk = mutations.key(random, jwk)
    if isinstance(jwk, dict) and random.random() < 0.6:
        return {"jwk": jwk, **made}
    others = [{**random.choice(everybody).jwk, "kid": random.choice(["k", "x", "y"])} for _ in range(random.randrange(7))]
    for other in others:
        if random.random() < 0.3:
            del other["kid"]
    place = random.randint(0, len(others))
    return {"jwks": {"keys": [*others[:place], jwk, *others[place:]]}, **made}


def main(seed, count, with_lattices):
    random = Random(seed)
    everybody = list(signers(random, with_lattices))
    strangers = [signer for signer, _ in signers(random, with_lattices)]
    for signer, rsa in everybody:
        for index in range(count):
            made = line(random, signer, rsa, strangers, mutate=index % 8 != 0)
            made["expected"] = "valid" if oracle.is_valid(made) else "invalid"
            print(json.dumps(made))


main(int(sys.argv[1]), int(sys.argv[2]), "ml-dsa" in sys.argv[3:])
