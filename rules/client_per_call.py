"""An http.Client with its own connection pool is built for each call

A Client without a Transport shares the pool of http.DefaultTransport and costs nothing to build. A Client that brings
its own Transport brings its own pool; built for each call, it leaves that pool behind with its connections open. This
rule reports a Transport that is out of sight, in a function that returns a fresh Client (or RoundTripper) each time;
`transport-per-call` reports one that is built in the same function. Measured with Go 1.27.3, a hundred requests: a
Client with its own Transport per call opens 100 connections, and all stay open with 200 goroutines; `http.Client{}` per
call opens 1, like one Client for all.

## Bad

```go
package fetch

import (
        "net/http"
        "time"
)

func newClient() *http.Client {
        return &http.Client{Timeout: time.Second, Transport: &http.Transport{}}
}

func Handle(w http.ResponseWriter, r *http.Request) {
        resp, err := newClient().Get("https://example.com/") // want "^error: .*client-per-call"
        if err != nil {
                return
        }
        defer resp.Body.Close()
        w.WriteHeader(resp.StatusCode)
}
```

## Good

```go
package fetch

import (
        "net/http"
        "time"
)

func newClient() *http.Client {
        return &http.Client{Timeout: time.Second, Transport: &http.Transport{IdleConnTimeout: time.Minute}}
}

type Handler struct{ client *http.Client }

func New() *Handler { return &Handler{client: newClient()} }

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
        resp, err := h.client.Get("https://example.com/")
        if err != nil {
                return
        }
        defer resp.Body.Close()
        w.WriteHeader(resp.StatusCode)
}
```

## Fixed

```go
package fetch

import (
        "net/http"
        "sync"
        "time"
)

func newClient() *http.Client {
        return &http.Client{Timeout: time.Second, Transport: &http.Transport{IdleConnTimeout: 90 * time.Second}}
}

var handleClient = sync.OnceValue(newClient)

func Handle(w http.ResponseWriter, r *http.Request) {
        resp, err := handleClient().Get("https://example.com/")
        if err != nil {
                return
        }
        defer resp.Body.Close()
        w.WriteHeader(resp.StatusCode)
}
```

## Limits

A Client that is passed to code we do not see is assumed to be kept. With `--level pedantic`, a Client without a
Transport that is built in a loop or a handler is reported too: it does not leak, but one value would do.

## References

- https://pkg.go.dev/net/http#Client: "Clients should be reused instead of created as needed."
"""

import re

from golint_conn.rule.api import (
    Configured,
    Context,
    Finding,
    Findings,
    Fix,
    Handout,
    Placement,
    Severity,
    ShortLife,
    Site,
    StructRule,
    Structs,
    UseKind,
    combined,
    hoisted_call,
    lasting_settings,
    repetition,
    with_fields,
)

API = 3

CLIENT, TRANSPORT = "net/http.Client", "net/http.Transport"
ENDING = re.compile(r"(?:Close|Shutdown|Stop|Dispose|Release)(?![a-z])")


def check(transport: Configured, context: Context) -> Findings:
    made = transport.site
    for handout in context.values.handouts(made):
        site = client_of(handout, context)
        life = context.values.short_life(handout.call, owned=handout.owned)
        if site is None or life is None or site.in_test:
            continue
        # A type of the module may empty its pool in a method: look wherever the Transport goes.
        trace = context.values.trace(made, wide=context.code.is_module_type(handout.call))
        is_other = site == handout.call and context.code.type_name(site) != CLIENT
        if not context.http.is_pool_ended(made, life.trace, trace) and (not is_other or is_own_pool_lost(life)):
            yield report(site, life, made, context)


def client_of(handout: Handout, context: Context) -> Site | None:
    """Return what to report: the call that returns a Client, or the Client that a returned pool goes into."""
    kind = context.code.type_name(handout.call)
    if kind in {CLIENT, TRANSPORT}:
        return handout.call if kind == CLIENT else None
    if handout.owned and context.code.is_module_type(handout.call):
        return handout.call
    for use in context.values.trace(handout.call).of(UseKind.PART, UseKind.KEPT):
        # A function that takes any RoundTripper does nothing wrong: the pool comes from this call.
        if use.inner and use.name == "Transport":
            return handout.call
        if use.name == "Transport" and use.shape is not None and str(use.shape).lstrip("*") == CLIENT:
            return use.site
    return None


def is_own_pool_lost(life: ShortLife) -> bool:
    """Return whether a value of a module type with a pool inside is dropped again and again and never closed."""
    return life.reach.is_repeated and not any(ENDING.match(use.name) for use in life.trace.calls())


def report(site: Site, life: ShortLife, made: Site, context: Context) -> Finding:
    repeated, kind = repetition(life.reach), context.code.type_name(site)
    what = "An http.Client" if kind in {CLIENT, ""} else f"A value of type {kind.rpartition('/')[2]}"
    return context.finding(
        site,
        f"{what} with its own connection pool is built {repeated.words} and dropped.",
        hint="build it once and keep it in a package variable or a struct field",
        severity=repeated.severity,
        related=[(made, "its Transport is made here, a new one each time"), *repeated.related],
        fix=hoist(site, made, context),
    )


def hoist(site: Site, made: Site, context: Context) -> Fix | None:
    """Return the fix that makes the value once; a Transport that lives on then gets everything it needs."""
    fix, missing = hoisted_call(site, "Client", context), lasting_settings(made, context)
    return combined(fix, with_fields(made, missing, context)) if missing else fix


def zero_client(client: Configured, context: Context) -> Findings:
    """Yield a pedantic note for a Client that shares the default pool, if one Client would do."""
    life = context.values.short_life(client.site)
    has_transport = "Transport" in client.fields or (life is not None and bool(life.trace.sets("Transport")))
    if life is None or not life.reach.is_repeated or has_transport:
        return
    words = repetition(life.reach).words
    yield context.finding(
        client.site,
        f"An http.Client is built {words}; it shares the default connection pool, so one Client would do.",
        hint="build the Client once; no connection is lost by this",
        severity=Severity.NOTE,
        pedantic=True,
    )


RULE = StructRule(
    id="client-per-call",
    category="reuse",
    severity=Severity.WARNING,
    type=TRANSPORT,
    check=check,
    clones=True,
    also=(Structs(CLIENT, zero_client),),
    placement=Placement.CALLERS,
    cwe=(772, 400),
    tags=("connection-pool",),
)
