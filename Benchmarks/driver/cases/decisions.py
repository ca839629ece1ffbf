"""What a decision costs: allowed from the cache, allowed by verification, refused."""

import contenders
import keys
from bench import Subject

# Enough that no cache of a processor or program helps, and no more, because RSA signs slowly.
MANY = 2000


def yardstick(bench, **settings):
    """nginx's constant answer; the same bytes are sent as to the others."""
    return Subject("nginx constant", [bench.start(contenders.constant)], **settings)


def cached(bench):
    """One token, again and again."""
    key, bearer = bench.key("RS256"), bench.bearer("RS256")
    return bench.compare([
        yardstick(bench, headers=bearer),
        Subject("Postern", [bench.start(contenders.postern, [key])], bearer),
        Subject("Envoy, cache", [bench.start(contenders.envoy, [key], cache=1000)], bearer),
    ])


def uncached(algorithm):
    def run(bench):
        key, tokens = bench.key(algorithm), bench.many(algorithm, MANY)
        subjects = [
            # One token, because it looks at none; taking them in turn costs the load more than nginx.
            yardstick(bench, headers=bench.bearer(algorithm)),
            Subject("Postern", [bench.start(contenders.postern, [key], cache=0)], tokens=tokens),
            Subject("Envoy", [bench.start(contenders.envoy, [key])], tokens=tokens),
        ]
        if algorithm != "EdDSA":  # jwt_verify does not know it
            subjects.append(Subject("HAProxy", [bench.start(contenders.haproxy, key)], tokens=tokens))
        return bench.compare(subjects)

    run.__doc__ = f"Every request verified, {algorithm}, the cache off."
    return run


def new_tokens(bench):
    """Every token new: what the cache costs when it cannot help."""
    subjects = []
    for algorithm in ("RS256", "ES256", "EdDSA"):
        key = bench.key(algorithm)
        servers = {cache: bench.start(contenders.postern, [key], name=f"{algorithm}-{cache}", cache=cache)
                   for cache in (0, 65536)}
        rate = bench.once(Subject("", [servers[0]], tokens=bench.many(algorithm, MANY)), 1)["rate"]
        # More than can be asked for in a run, so that none is asked for twice.
        tokens = bench.many(algorithm, int(rate * 1.3 * (bench.seconds + 0.2)))
        subjects += [Subject(f"{algorithm}, cache {'on' if cache else 'off'}", [server], tokens=tokens, anew=True)
                     for cache, server in servers.items()]
    figures = bench.compare(subjects)
    for subject in subjects:
        with open(subject.tokens, encoding="ascii") as file:
            count = sum(1 for _ in file)
        if max(figures[subject.name]["requests"]) > count:
            raise RuntimeError(f"{subject.name}: more requests than the {count} tokens: run it again")
    return figures


def refusals(bench):
    """Refusals beside the allows that they imitate."""
    key = bench.key("RS256")
    quiet = bench.start(contenders.postern, [key])
    logged = bench.start(contenders.postern, [key], name="logged", log="denied")
    audited = bench.start(contenders.postern, [key], name="audited", log="all")
    good = key.token()
    refused = {
        "no token": {},
        "expired": bench.bearer("RS256", expires_in=-86400),
        "unknown kid": bench.bearer("RS256", kid="of-nobody"),
        "bad signature": {"Authorization": f"Bearer {keys.spoil(good)}"},
    }
    allowed = {"Authorization": f"Bearer {good}"}
    uncached = bench.start(contenders.postern, [key], name="uncached", cache=0)
    subjects = [
        yardstick(bench, headers=allowed),
        Subject("Postern: allowed, cached", [quiet], allowed),
        Subject("Postern: allowed, verified", [uncached], allowed),
    ]
    subjects += [Subject(f"Postern: {why}", [quiet], fields, status=401) for why, fields in refused.items()]
    subjects += [
        Subject("Postern: expired, logged", [logged], refused["expired"], status=401),
        Subject("Postern: allowed, cached, all logged", [audited], allowed),
        Subject("Postern: expired, all logged", [audited], refused["expired"], status=401),
    ]
    if not bench.quick:
        envoy = bench.start(contenders.envoy, [key])
        subjects += [Subject(f"Envoy: {why}", [envoy], fields, status=401) for why, fields in refused.items()]
    return bench.compare(subjects)
