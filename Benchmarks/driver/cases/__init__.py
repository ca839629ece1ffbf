"""The cases, in the order in which they run."""

from . import decisions, footprint, growth, latency, surroundings

CASES = {
    "cached": decisions.cached,
    "rs256": decisions.uncached("RS256"),
    "es256": decisions.uncached("ES256"),
    "eddsa": decisions.uncached("EdDSA"),
    "libraries": footprint.libraries,
    "new-tokens": decisions.new_tokens,
    "refusals": decisions.refusals,
    "sockets": surroundings.sockets,
    "gateway": surroundings.gateway,
    "loops": surroundings.loops,
    "latency": latency.latency,
    "flood": latency.flood,
    "footprint": footprint.footprint,
    "growth-issuers": growth.issuers,
    "growth-rules": growth.rules,
    "growth-connections": growth.connections,
    "growth-tokens": growth.tokens,
    "growth-length": growth.length,
}

# Not run unless named: it builds all anew.
NAMED = {"static": footprint.static}
