"""The report's prose."""

INTRODUCTION = """# Benchmarks

The cost of a decision by Postern, compared with other programs that do the same job, and with
nginx's constant response as the baseline. A command writes this page, and repeats every measurement
on your machine:

```sh
scripts/benchmark            # some twenty minutes after the builds; --quick takes four, --help says the rest
```

The raw figures are in [benchmarks/results.json](benchmarks/results.json), the driver is in
`Benchmarks/driver/`.
"""

GOALS = """Costs are user and system CPU time of the server's process. Ratios are taken within each round; the
median of the rounds is shown.
"""

CASES = {
    "cached": """One RS256 token, again and again: 64 connections, one worker on one core. nginx answers the same
requests with `return 200`; Envoy's jwt_authn keeps the token in its own cache. HAProxy has none.
""",
    "rs256": """2,000 tokens in turn, no cache. HAProxy checks `iss`, `aud` and `exp` with expressions in its
configuration; Envoy and Postern have these checks built in.
""",
    "es256": "The same with P-256.\n",
    "eddsa": "The same with Ed25519. HAProxy 2.6 does not support it.\n",
    "libraries": """One bare verification, of 1,000 different tokens in turn, with the faster of OpenSSL and
swift-crypto. Verifying one token repeatedly is faster, because the branch predictor learns it.
""",
    "new-tokens": """Each token is used once, as with an issuer that mints one per request; the service is restarted for
each run. A token is cached when it is seen for the second time, so the cache has little to do.
""",
    "refusals": """One refused token again and again, RS256. Refusals are never cached. Decision logs are off, as in
all cases, except in the rows that say `logged` (`log.decisions: denied`, the default, which is
rate-limited) or `all logged` (`all`, a line for each): these log to a file.
""",
    "sockets": "Both with h2load, because wrk only supports TCP.\n",
    "gateway": """client → nginx → application, without and with `auth_request` to Postern, one cached token. nginx
and Postern share one core, and their CPU is added; application and load have the other. Both sides
of nginx use keepalive. The last row has nginx's constant response in Postern's place: the cost of
nginx's own subrequest.
""",
    "loops": """The load shares both cores with the service, so the rate says little. The question is whether a
second loop makes each decision more expensive.
""",
    "latency": """Open loop: at half of the highest rate that wrk reached, requests arrive at random times (a Poisson
process) over 64 connections. Each latency counts from the time at which the request was due.
""",
    "flood": """400 cached requests a second over four connections, while other connections make the same loop
verify ES256 tokens without a pause. Both loads share the other core, which adds to the latencies.
""",
    "footprint": """Resident memory of the process, without the kernel's socket buffers. For cached tokens, the memory
that the same load takes with the cache off is subtracted.
""",
}

GROWTH = """Costs that should be constant, and one that should be linear: that of long tokens.
"""

GROWN = {
    "growth-issuers": "Issuers (1,000 tokens spread over them, HS256)",
    "growth-rules": "Rules (the last one matches)",
    "growth-connections": "Connections, all busy",
    "growth-tokens": "Different tokens (HS256)",
    "growth-length": "Token size in bytes (RS256)",
}

TOKENS = """Tokens are used in turn, each run starting at a random one. Before the run, each was used twice in a
row, because a token is cached when it is seen for the second time; for a cache that cannot hold all
tokens, three times as many as it can hold. Used in turn, such a cache does not help: every token is
verified, as with the cache off. Its memory stays within the configured size.
"""

METHOD = """## Method

- One core for the server, another for the load, over loopback; both are set with
  `sched_setaffinity`. Every server has one worker, unlimited keepalive and no access log, and
  receives the same bytes.
- Servers take turns within each round, so that disturbances affect all of them. The first run of
  each is discarded.
- CPU is read from `/proc/PID/task/*/schedstat` (nanoseconds, user and system, all threads and
  children), divided by the responses that the load generator counted. It shows what a core can do
  even if the load generator was the bottleneck: see the column `busy`.
- Before each case the status of one response is checked. In each run all responses must be allows
  or all must be refusals, and none may fail, or the case ends with an error.
"""

LIMITS = """## Limitations

- Two virtual CPUs, loopback, no network card: the kernel's share is that of loopback, where a
  sender also does some of the receiver's work. It is the same for all servers.
- Other programs on the machine disturb the measurement: the line below each table says how many
  CPUs they kept busy when its case began. Ratios of CPU are robust against that, because it affects
  all servers in turn; rates, latencies and the startup time are not.
- A virtual machine's neighbours are not under control. Ratios within a run are sound; do not
  compare a figure with one from another machine or day.
- The busier a loop, the more requests it finds ready at once, and the less each costs. Below
  saturation all servers cost more per request than here. Where `busy` is below about 90 %, the load
  generator was the bottleneck, and the cost is too high rather than too low.
- Envoy passes claims to the next server as request headers, Postern and HAProxy as response
  headers; Envoy does less here than in production, where it also forwards the request. HAProxy's
  claim checks are our own expressions; without them it would be cheaper, and would accept foreign
  and expired tokens.
- The open-loop program itself needs some microseconds per request, and its own queueing is part of
  the latencies. nginx's constant response, in the same table, shows how much that is.
- h2load measured Unix sockets and many connections, `openloop.c` latencies, and wrk the other
  cases. Costs differ slightly between them: compare within a table.
"""
