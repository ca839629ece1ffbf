"""What clients send, each with the answer that is right."""

import os
import random
import time
from dataclasses import dataclass

from issuer import Issuer, Key, encode


@dataclass
class Request:
    kind: str
    path: str
    headers: list[str]
    status: int
    subject: str | None = None


class Requests:
    """Draws requests at random: most are good, and the rest are bad in every way that is cheap to make."""

    AUDIENCE = "soak"

    def __init__(self, issuers: list[Issuer], only_good: bool = False):
        self.issuers = issuers
        self.only_good = only_good
        self.stranger = Key("EdDSA")
        # Kinds that make Postern look for unknown keys; switched off around rotations, because a refresh for a key
        # that nobody has keeps the next one waiting for the cooldown.
        self.allows_unknown_keys = False
        self.pool: dict[str, list[tuple[str, str]]] = {}
        self.bad = {
            "none": self.none,
            "expired": self.expired,
            "signature": self.signature,
            "stranger": self.of_stranger,
            "foreign_key": self.foreign_key,
            "audience": self.audience,
            "alg_none": self.alg_none,
            "garbage": self.garbage,
            "unknown_kid": self.unknown_kid,
            "two_tokens": self.two_tokens,
        }

    def draw(self) -> Request:
        place = random.choice(("tcp", "unix"))
        dice = 0.0 if self.only_good else random.random()
        if dice < 0.70:
            return self.good(place)
        if dice < 0.75:
            spoof = "X-Auth-Subject: admin"
            return Request("public", f"/{place}/public/x", [spoof], 200, "")
        if dice < 0.80:
            _, token = self.token({"scope": "read"})
            return Request("scope", f"/{place}/admin/x", [bearer(token)], 403)
        if dice < 0.85:
            subject, token = self.token({"scope": "read admin"})
            return Request("admin", f"/{place}/admin/x", [bearer(token)], 200, subject)
        kinds = [kind for kind in self.bad if kind != "unknown_kid" or self.allows_unknown_keys]
        kind = random.choice(kinds)
        return Request(kind, f"/{place}/x", self.bad[kind](), 401)

    def good(self, place: str) -> Request:
        subject, token = self.token({})
        return Request("good", f"/{place}/x?{random.random()}", [bearer(token), "X-Auth-Subject: admin"], 200, subject)

    def token(self, more: dict) -> tuple[str, str]:
        """A good token: a fresh one from a cheap key, one of some dozens from RSA."""
        issuer = random.choice(self.issuers)
        key = issuer.key
        if issuer.algorithm != "RS256" or more:
            return self.mint(issuer, key, more)
        pool = self.pool.setdefault(key.kid, [])
        if len(pool) < 32:
            pool.append(self.mint(issuer, key, more))
            self.pool = {kid: made for kid, made in self.pool.items() if kid == key.kid}
        return random.choice(pool)

    def mint(self, issuer: Issuer, key: Key, more: dict, **header) -> tuple[str, str]:
        subject = f"user-{os.urandom(4).hex()}"
        return subject, key.token(self.claims(issuer, subject, more), **header)

    def claims(self, issuer: Issuer, subject: str, more: dict) -> dict:
        now = int(time.time())
        return {"iss": issuer.name, "aud": self.AUDIENCE, "sub": subject, "iat": now, "exp": now + 900, **more}

    # Bad ones

    def none(self):
        return []

    def expired(self):
        return [bearer(self.token({"exp": int(time.time()) - 3600})[1])]

    def signature(self):
        token = self.token({})[1]
        head, payload, signature = token.split(".")
        letter = "B" if signature[5] == "A" else "A"
        return [bearer(f"{head}.{payload}.{signature[:5]}{letter}{signature[6:]}")]

    def of_stranger(self):
        claims = self.claims(self.issuers[0], "mallory", {"iss": "https://stranger.example"})
        return [bearer(self.stranger.token(claims))]

    def foreign_key(self):
        """A key of one issuer under another issuer's name and kid."""
        owner, victim = random.sample(self.issuers, 2)
        claims = self.claims(victim, "mallory", {})
        return [bearer(owner.key.token(claims, kid=victim.key.kid))]

    def audience(self):
        return [bearer(self.token({"aud": "other"})[1])]

    def alg_none(self):
        claims = self.token({})[1].split(".")[1]
        head = encode(b'{"alg":"none"}')
        return [bearer(f"{head}.{claims}.")]

    def garbage(self):
        return [bearer(encode(os.urandom(random.randrange(1, 1500))) + "." * random.randrange(5))]

    def unknown_kid(self):
        issuer = self.issuers[0]
        return [bearer(self.stranger.token(self.claims(issuer, "mallory", {}), kid=os.urandom(6).hex()))]

    def two_tokens(self):
        # The same one in both places would be one token, and good.
        one, other = self.token({})[1], self.token({})[1]
        while other == one:
            other = self.token({})[1]
        return [bearer(one), f"Cookie: access_token={other}"]


def bearer(token: str) -> str:
    return f"Authorization: Bearer {token}"
