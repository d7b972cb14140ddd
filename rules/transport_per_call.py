"""An http.Transport is built for each call

A Transport is a pool of connections that is meant to live as long as the program. One that is built in a function, used
there and dropped has pooled nothing: its connections stay ESTABLISHED, with two goroutines each, until the *server*
closes them, because nothing can reach the pool any longer and nothing times it out. A service that does so runs out of
ports or file descriptors. Measured with Go 1.27.3, a hundred requests, each answered, read and closed: one shared
Transport opens 1 connection; a Transport per call opens 100, and all 100 stay open with 200 goroutines; with an
IdleConnTimeout of 50 ms they close, and leave 100 sockets in TIME_WAIT.

## Bad

```go
package fetch

import "net/http"

func Fetch(url string) (int, error) {
        client := &http.Client{Transport: &http.Transport{MaxIdleConns: 10}} // want "^warning: .*transport-per-call"
        resp, err := client.Get(url)
        if err != nil {
                return 0, err
        }
        defer resp.Body.Close()
        return resp.StatusCode, nil
}
```

## Good

```go
package fetch

import (
        "net/http"
        "time"
)

var client = &http.Client{
        Transport: &http.Transport{MaxIdleConns: 10, IdleConnTimeout: 90 * time.Second},
        Timeout:   30 * time.Second,
}

func Fetch(url string) (int, error) {
        resp, err := client.Get(url)
        if err != nil {
                return 0, err
        }
        defer resp.Body.Close()
        return resp.StatusCode, nil
}
```

## Fixed

```go
package fetch

import (
        "net/http"
        "time"
)

var fetchTransport = &http.Transport{MaxIdleConns: 10, IdleConnTimeout: 90 * time.Second}

func Fetch(url string) (int, error) {
        client := &http.Client{Transport: fetchTransport}
        resp, err := client.Get(url)
        if err != nil {
                return 0, err
        }
        defer resp.Body.Close()
        return resp.StatusCode, nil
}
```

## Limits

A Transport that is passed to code we do not see, or that leaves the function in any way, is assumed to be kept.

## References

- https://pkg.go.dev/net/http#Transport: "Transports should be reused instead of created as needed."
- https://github.com/golang/go/blob/master/src/net/http/transport.go, type Transport
"""

from golint_conn.rule.api import (
    Configured,
    Context,
    Finding,
    Findings,
    Fix,
    Placement,
    Severity,
    ShortLife,
    Site,
    StructRule,
    combined,
    hoisted,
    hoisted_call,
    lasting_settings,
    repetition,
    with_fields,
)

API = 3

TRANSPORT = "net/http.Transport"


def check(transport: Configured, context: Context) -> Findings:
    made = transport.site
    handed = [handout.call for handout in context.values.handouts(made) if not handout.owned]
    for site in (made, *handed):
        life = context.values.short_life(site)
        if life is None or site.in_test or context.code.type_name(site) not in {TRANSPORT, ""}:
            continue
        if not context.http.is_pool_ended(made, life.trace, context.values.trace(made)):
            yield report(life, made, context)


def report(life: ShortLife, made: Site, context: Context) -> Finding:
    repeated = repetition(life.reach)
    elsewhere = [(made, "the Transport is made here")] if life.site != made else []
    limited = context.http.is_pool_limited(made, life.trace, context.values.trace(made))
    end = "stay open until its IdleConnTimeout" if limited else "stay open"
    return context.finding(
        life.site,
        f"An http.Transport is built {repeated.words} and dropped; its idle connections {end}.",
        hint="build one Transport for the life of the program, in a package variable or a struct field, and share it",
        severity=repeated.severity,
        related=[*elsewhere, (life.use.site, "used here, and not kept for the next call"), *repeated.related],
        fix=hoist(life.site, made, context),
    )


def hoist(site: Site, made: Site, context: Context) -> Fix | None:
    """Return the fix that makes the Transport once, here or in the function that makes it, with everything it needs."""
    missing = lasting_settings(made, context)
    if site == made:
        return hoisted(made, "Transport", missing, context)
    fix = hoisted_call(site, "Transport", context)
    return combined(fix, with_fields(made, missing, context)) if missing else fix


RULE = StructRule(
    id="transport-per-call",
    category="reuse",
    severity=Severity.WARNING,
    type=TRANSPORT,
    check=check,
    clones=True,
    placement=Placement.CALLERS,
    cwe=(772, 400),
    tags=("connection-pool",),
)
