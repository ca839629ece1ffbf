"""What the report says beside its figures."""

INTRODUCTION = """# Benchmarks

What a decision of Postern costs, beside others that do the same job, and nginx's constant answer as the yardstick. This
page is written by a command, which repeats every figure on your machine:

```sh
scripts/benchmark            # some twenty minutes after the builds; --quick takes four, --help says the rest
```

The raw figures are in [benchmarks/results.json](benchmarks/results.json), the driver in `Benchmarks/driver/`.
"""

GOALS = """Costs are user and system CPU time of the server's process. Ratios are taken within each round; the median of the
rounds is shown.
"""

CASES = {
    "cached": "One RS256 token, again and again: 64 connections, one worker on one core. nginx answers the same requests "
              "with `return 200`; Envoy's jwt_authn keeps the token in its own cache. HAProxy has none.\n",
    "rs256": "2,000 tokens in turn, no cache. HAProxy checks `iss`, `aud` and `exp` with its own expressions; Envoy and "
             "Postern do it by themselves.\n",
    "es256": "The same with P-256.\n",
    "eddsa": "The same with Ed25519. HAProxy 2.6 does not know it.\n",
    "libraries": "One verification, without anything around it, of 1,000 different tokens in turn; the faster of OpenSSL and "
                 "swift-crypto. One token again and again is faster, because the processor learns its branches.\n",
    "new-tokens": "Each token is seen once, as from an issuer that mints one a request; the service is started anew for "
                  "each run. A token is kept only at its second sight, so the cache has little to do.\n",
    "refusals": "One refused token again and again, RS256. Refusals are never cached. Log lines are off as everywhere here, "
                "except in the lines that say `logged` (`log.decisions: denied`, the default, whose lines are limited) or "
                "`all logged` (`all`, a line for each): there they go to a file.\n",
    "sockets": "Both with h2load, because wrk knows TCP alone.\n",
    "gateway": "client → nginx → application, and the same with `auth_request` to Postern, one cached token. nginx and Postern "
               "share one core, and their CPU is added; application and load have the other. Both sides of nginx keep "
               "their connections. The last line has nginx's constant answer in Postern's place: what nginx's own "
               "subrequest costs.\n",
    "loops": "Here the load has to share both cores with the service, so the rate says little: what counts is that a "
             "second loop does not make each decision dearer.\n",
    "latency": "Open loop: at half of the highest rate that wrk reached, requests come at random moments (a Poisson process) "
               "over 64 connections, and each one's time counts from the moment at which it was due.\n",
    "flood": "400 cached requests a second over four connections, while other connections make the same loop verify ES256 "
             "tokens without a pause. Both loads share the other core, which costs the few some of their time.\n",
    "footprint": "Resident memory of the process, without the kernel's socket buffers. For the cached tokens, what the same "
                 "load takes with the cache off is subtracted.\n",
}

GROWTH = """Lines that should be flat, and one that should be straight: the cost of long tokens.
"""

GROWN = {
    "growth-issuers": "Issuers (1,000 tokens spread over them, HS256)",
    "growth-rules": "Rules (the request is covered by the last)",
    "growth-connections": "Connections, all busy",
    "growth-tokens": "Different tokens (HS256)",
    "growth-length": "Bytes of the token (RS256)",
}

TOKENS = """The tokens are taken in turn, each run from one by chance. Before, each was shown twice in a row, because a token is
remembered at its second sight; to a cache that cannot hold them, three times as many as it can. In turn, such a cache
helps nobody: every token is verified, as with the cache off. Its memory stays what it is configured to.
"""

METHOD = """## Method

- One core for the server, another for the load, over loopback; both are set with `sched_setaffinity`. Every contender has
  one worker, keepalive without limit and no access log, and is asked with the same bytes.
- Contenders take turns within each round, so that what disturbs the machine meets all of them. The first run of each is
  thrown away.
- CPU is read from `/proc/PID/task/*/schedstat` (nanoseconds, user and system, all threads and children), divided by the
  answers that the load counted. It says what a core can do also when the load was the bottleneck: see the column `busy`.
- Before each case one answer is looked at for its status; in each run every answer has to be an allow or every one a
  refusal, and none may fail, or the case ends with an error.
"""

LIMITS = """## Limits

- Two virtual processors, loopback, no network card: the kernel's part is that of loopback, where a sender also does
  some of the receiver's work. It is the same for all contenders.
- Other programs on the machine disturb: below each table stands how many processors they kept busy when its case began.
  Ratios of CPU stand that well, because all contenders meet it in turn; rates, latencies and the time to listen do not.
- A virtual machine's neighbours are not under control. Ratios within a run are sound; compare no figure with one from
  another machine or day.
- The busier a loop, the more it finds ready at once, and the less each request costs. Below saturation all contenders
  cost more a request than here. Where `busy` is below some 90 %, the load was the bottleneck, and the cost is rather
  too high than too low.
- Envoy hands claims to a next server as request headers, Postern and HAProxy as response headers; Envoy does less
  here than in use, where it also forwards the request. HAProxy's claim checks are expressions of ours; without them it
  would be cheaper, and would accept foreign and expired tokens.
- The open loop's program needs some microseconds a request itself, and is in the latencies with its own waiting. nginx's
  constant, in the same table, shows how much that is.
- Unix sockets and many connections are h2load's, latencies `openloop.c`'s, other loads wrk's. Costs differ a little
  between them: compare within a table.
"""
