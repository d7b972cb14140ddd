"""What the documentation claims of the counts of the evidence programs.

A claim is `count relation number`, where N is the number of requests and `most count` the most at one time. A number is
exact only where the standard library leaves no choice: a request over HTTP/1 gets the one connection of a pool for sure
if the body before it was read to its end. A body that is closed unread is drained in the background; the next request
may come before that is done.
"""

import operator
import re

from golint_conn.dev.programs import Run

ONE_KEPT = ("opened == 1", "established == 1", "goroutines == 2", "descriptors == 1")
ALL_KEPT = ("opened == N", "established == N", "goroutines == 2N", "descriptors == N")
ALL_GONE = ("opened == N", "established == 0", "goroutines == 0", "descriptors == 0")
FEW_KEPT = ("opened <= 0.5N", "established <= 0.5N")

CLAIMS: dict[str, dict[str, tuple[str, ...]]] = {
    "response-body-not-closed": {
        "not closed, not read": ALL_KEPT,
        "streamed and decoded, not closed": ("opened >= 0.8N", "established >= 0.8N"),
        "read to its end, not closed": ONE_KEPT,
        "closed": FEW_KEPT,
    },
    "response-discarded": {"thrown away": ALL_KEPT, "read and closed": ONE_KEPT},
    "body-closed-before-error-check": {
        "closed, then checked": ("tally == N",),
        "checked, then closed": ("tally == 0",),
    },
    "defer-close-in-loop": {
        "deferred in the loop": ("most descriptors == N", "most established == N"),
        "a function for each iteration": ("most descriptors <= 0.5N", "opened <= 0.5N"),
    },
    "conn-not-closed": {
        "a goroutine still has it": ("descriptors == N", "goroutines == N", "close_wait == N"),
        "dropped, garbage collected at the end": ("most descriptors == N", "descriptors == 0"),
        "closed": ("most descriptors <= 1", "descriptors == 0", "close_wait == 0"),
    },
    "sql-resource-not-closed": {
        "rows not closed": ("opened == N", "established == N", "descriptors == N"),
        "QueryRow without Scan": ("opened == N", "established == N", "descriptors == N"),
        "transaction left open on an error": ("opened == N", "established == N", "goroutines >= N"),
        "rows closed": ("opened == 1", "established == 1"),
        "transaction rolled back": ("opened == 1", "established == 1"),
    },
    "cancel-not-called": {
        "cancel not called": ("objects >= 2N", "goroutines == 0"),
        "the same, below a parent of another package": ("objects >= 4N", "goroutines == N"),
        "cancel called": ("objects <= 0.9N", "goroutines == 0"),
        "cancel called, below a parent of another package": ("objects <= 0.9N", "goroutines == 0"),
    },
    "cancel-before-body-read": {
        "cancel deferred where it is sent": ("tally == N", "opened == N"),
        "cancel called when it was read": ("tally == 0", "opened == 1"),
    },
    "ticker-not-stopped": {
        "not stopped, collected since Go 1.23": ("objects <= 0.9N", "goroutines == 0"),
        "stopped": ("objects <= 0.9N", "goroutines == 0"),
    },
    "constructor-leaks-on-error": {
        "left open where it fails": ("opened == N", "established == N", "goroutines == N"),
        "closed where it fails": ("opened == N", "established == 0", "goroutines == 0"),
    },
    "transport-per-call": {
        "a Transport per call": ALL_KEPT,
        "the same, with IdleConnTimeout 50 ms": (*ALL_GONE, "time_wait_client >= 0.5N"),
        "one Transport": ONE_KEPT,
    },
    "client-per-call": {
        "a Client with a Transport of its own per call": ALL_KEPT,
        "http.Client{} per call": ONE_KEPT,
        "one Client": ONE_KEPT,
    },
    "keep-alives-disabled": {
        "DisableKeepAlives": (*ALL_GONE, "time_wait_server >= 0.5N"),
        "Request.Close": (*ALL_GONE, "time_wait_server >= 0.5N"),
        "keep-alives left on": (*ONE_KEPT, "time_wait == 0"),
    },
    "missing-idle-timeout": {
        "no IdleConnTimeout": ALL_KEPT,
        "IdleConnTimeout 50 ms": ALL_GONE,
    },
    "idle-pool-too-small": {
        "MaxIdleConnsPerHost left at 2": ("opened >= 0.8N", "established <= 2"),
        "MaxIdleConnsPerHost 100": ("opened <= 0.2N",),
    },
    "idle-pool-unbounded": {
        "no limit but that for each host": ("established >= 0.8N",),
        "MaxIdleConns 20": ("established <= 0.2N",),
    },
    "client-conn-per-call": {
        "opened for each query, not closed": ("opened == N", "established == N", "goroutines == N"),
        "opened and closed for each query": ("opened == N", "established == 0", "time_wait_client >= 0.5N"),
        "opened once": ("opened == 1", "established == 1"),
    },
    "db-pool-unbounded": {
        "no limits": ("opened == N", "most established >= 0.8N"),
        "SetMaxOpenConns(10)": ("opened <= 0.1N", "most established <= 0.1N"),
    },
    "default-pool-flushed": {
        "CloseIdleConnections after each": (*ALL_GONE, "time_wait_client >= 0.5N"),
        "no CloseIdleConnections": ONE_KEPT,
    },
    "default-transport-mutated": {"http.DefaultTransport changed": ALL_GONE, "a clone changed": ONE_KEPT},
    "body-not-drained": {
        "1 MB closed unread": ("opened == N", "established == 0"),
        "1 KB closed unread": FEW_KEPT,
        "1 MB drained and closed": ONE_KEPT,
    },
    "http2-lost": {
        "TLSClientConfig alone": ("opened >= 0.1N", "tally == 0"),
        "with ForceAttemptHTTP2": ("opened == 1", "tally >= N"),
    },
    "missing-client-timeout": {
        "no Timeout": ("tally == N", "established == N", "goroutines >= 3N"),
        "Timeout 50 ms": ("tally == 0", "established == 0", "goroutines == 0"),
    },
    "missing-server-timeout": {
        "no timeout": ("established == N", "goroutines == N", "descriptors == N"),
        "ReadHeaderTimeout 50 ms": ("established == 0", "goroutines == 0", "descriptors == 0"),
    },
    "missing-deadline": {
        "no deadline": ("established == N", "goroutines == N", "descriptors == N"),
        "a deadline of 50 ms before each Read": ("established == 0", "goroutines == 0", "descriptors == 0"),
    },
    "missing-dial-timeout": {
        "tls.Dial": ("tally == N", "goroutines >= N", "descriptors == N"),
        "a Dialer with Timeout 50 ms": ("tally == 0", "goroutines == 0", "descriptors == 0"),
    },
    "deprecated-transport-dial": {
        "Dial, then CloseIdleConnections": ("tally == N", "established == N", "goroutines >= N"),
        "DialContext alone": ("tally == N", "established == N"),
        "DialContext, then CloseIdleConnections": ("tally == 0", "established == 0", "goroutines == 0"),
    },
    "tls-verification-disabled": {
        "InsecureSkipVerify": ("tally == N",),
        "certificates verified": ("tally == 0",),
    },
    "report-port-exhaustion": {"as reported": ALL_KEPT, "cured": ONE_KEPT},
    "report-tcp-leaks": {
        "as reported": ("close_wait == 0.5N", "established == 0.5N", "descriptors == N", "goroutines >= N"),
        "cured": ("close_wait == 0", "established <= 0.2N", "descriptors <= 0.2N", "goroutines <= 0.4N"),
    },
    "report-time-wait": {
        "as reported": (*ALL_GONE, "time_wait_server >= 0.5N"),
        "cured": (*ONE_KEPT, "time_wait == 0"),
    },
    "report-descriptor-leak": {"as reported": ALL_KEPT, "cured": ONE_KEPT},
    "report-idle-connections": {"as reported": ALL_KEPT, "cured": ALL_GONE},
}

_CLAIM = re.compile(r"(most )?(\w+) (==|<=|>=) ([\d.]*)(N?)")
_RELATIONS = {"==": operator.eq, "<=": operator.le, ">=": operator.ge}


def counted(run: Run, claim: str) -> int | None:
    """The count that a claim is about, None where the system could not tell."""
    match = _CLAIM.fullmatch(claim)
    assert match, claim
    return run.most(match[2]) if match[1] else run.count(match[2])


def holds(run: Run, claim: str) -> bool:
    """Whether a claim is true of a run; what could not be counted is not held against it."""
    match = _CLAIM.fullmatch(claim)
    assert match, claim
    count = counted(run, claim)
    number = float(match[4] or 1) * (run.requests if match[5] else 1)
    return count is None or bool(_RELATIONS[match[3]](count, number))
