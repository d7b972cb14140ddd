"""A long-lived http.Transport has no IdleConnTimeout

IdleConnTimeout is how long an idle connection stays in the pool. The zero value, which a literal leaves it at, is not
a default: it means no limit. Connections to every host that was ever spoken to then stay ESTABLISHED until the other
side closes them, and where the other side is a load balancer or is gone, they pile up by the thousand.
http.DefaultTransport uses 90 seconds. Measured with Go 1.27.3, one request to each of a hundred hosts: without
IdleConnTimeout 100 connections stay ESTABLISHED, with 200 goroutines; with one, none when it has passed.

## Bad

```go
package fetch

import "net/http"

type Service struct{ client *http.Client }

func New() *Service {
        transport := &http.Transport{MaxIdleConnsPerHost: 100} // want "^warning: .*missing-idle-timeout"
        return &Service{client: &http.Client{Transport: transport}}
}

func (s *Service) Do(req *http.Request) (*http.Response, error) { return s.client.Do(req) }
```

## Good

```go
package fetch

import (
        "net/http"
        "time"
)

type Service struct{ client *http.Client }

func New() *Service {
        transport := &http.Transport{MaxIdleConnsPerHost: 100, IdleConnTimeout: 90 * time.Second}
        return &Service{client: &http.Client{Transport: transport}}
}

func (s *Service) Do(req *http.Request) (*http.Response, error) { return s.client.Do(req) }
```

## Fixed

```go
package fetch

import (
        "net/http"
        "time"
)

type Service struct{ client *http.Client }

func New() *Service {
        transport := &http.Transport{MaxIdleConnsPerHost: 100, IdleConnTimeout: 90 * time.Second}
        return &Service{client: &http.Client{Transport: transport}}
}

func (s *Service) Do(req *http.Request) (*http.Response, error) { return s.client.Do(req) }
```

## Limits

A Transport that is handed, as a `*http.Transport`, to code we do not see may get its timeout there and is left
alone. One that serves a single call is the business of `transport-per-call`.

## References

- https://pkg.go.dev/net/http#Transport, field IdleConnTimeout: "Zero means no limit."
- https://github.com/golang/go/blob/master/src/net/http/transport.go, var DefaultTransport
"""

from golint_conn.rule.api import (
    Context,
    Creation,
    Findings,
    Match,
    Needs,
    Placement,
    QueryRule,
    Severity,
    Trace,
    UseKind,
    with_fields,
)

API = 3

TRANSPORT = "net/http.Transport"


def check(match: Match, context: Context) -> Findings:
    made = context.site(match["made"])
    creation = context.values.creation(made, TRANSPORT)
    if creation is None or not is_missing(creation, context):
        return
    trace = context.values.trace(made, wide=True)
    if not is_long_lived(trace, context) or not trace.complete or context.values.short_life(made) is not None:
        return
    handouts = [handout for handout in context.values.handouts(made) if handout.is_last]
    if handouts and all(
        context.values.short_life(handout.call, owned=handout.owned) is not None for handout in handouts
    ):
        return
    if settles_elsewhere(trace, context):
        return
    yield context.finding(
        made,
        "An http.Transport has no IdleConnTimeout, so its idle connections are kept without limit.",
        hint="set IdleConnTimeout: 90 * time.Second, as http.DefaultTransport does, or start from its Clone()",
        fix=with_fields(made, [("IdleConnTimeout", "90 * {time}.Second")], context),
    )


def is_missing(creation: Creation, context: Context) -> bool:
    """Return whether a literal leaves IdleConnTimeout at zero and keep-alives on."""
    fields = creation.fields
    if "IdleConnTimeout" in fields and context.code.constant(fields["IdleConnTimeout"]) != 0:
        return False
    if "DisableKeepAlives" in fields and context.code.constant(fields["DisableKeepAlives"]) is not False:
        return False
    per_host = context.code.constant(fields.get("MaxIdleConnsPerHost"))
    return not (isinstance(per_host, int) and per_host < 0)


def is_long_lived(trace: Trace, context: Context) -> bool:
    """Return whether the Transport outlives its function, or is used by code that runs as long as the program."""
    if trace.of(UseKind.KEPT, UseKind.RETURNED, UseKind.CAPTURED):
        return True
    handed_on = any(not use.followed for use in trace.of(UseKind.PASSED))
    return handed_on or (bool(trace.calls()) and context.values.lasts(trace.origin))


def settles_elsewhere(trace: Trace, context: Context) -> bool:
    """Return whether the timeout is set, or the pool emptied, somewhere that the value goes."""
    for use in trace.uses:
        if use.kind is UseKind.COPIED and not use.owned:
            return True
        if use.name == "CloseIdleConnections":
            return True
        if (
            use.kind is UseKind.PASSED
            and not use.followed
            and not use.owned
            and context.values.may_change(use, TRANSPORT)
        ):
            return True
    timeouts = [context.code.constant(use.value) for use in trace.sets("IdleConnTimeout")]
    if any(value is None or value != 0 for value in timeouts):
        return True
    switches = [context.code.constant(use.value) for use in trace.sets("DisableKeepAlives")]
    return any(value is not False for value in switches)


RULE = QueryRule(
    id="missing-idle-timeout",
    category="reuse",
    severity=Severity.WARNING,
    needs=Needs(imports=("net/http",), words=("Transport",)),
    query="""
    (composite_literal type: (_) @type (#match? @type "[Tt]ransport$")) @made
    (call_expression function: (identifier) @new (#eq? @new "new")) @made
    (var_spec type: (_) !value) @made
    (literal_element (literal_value) @made)
    """,
    check=check,
    placement=Placement.MATCH,
    cwe=(772, 400),
    tags=("connection-pool",),
)
