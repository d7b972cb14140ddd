"""Keep-alives are disabled

With keep-alives off, each request opens its own connection and closes it: a TCP handshake (and a TLS one) per request,
and a socket that lingers in TIME_WAIT. Ports run out long before the network does. Measured with Go 1.27.3, a hundred
requests: one shared Transport opens 1 connection; with `DisableKeepAlives` or `Request.Close` it opens 100, of which
nearly all are then in TIME_WAIT on the server.

## Bad

```go
package fetch

import (
        "net/http"
        "time"
)

var client = &http.Client{
        Timeout: 10 * time.Second,
        Transport: &http.Transport{
                DisableKeepAlives: true, // want "^warning: .*keep-alives-disabled"
        },
}

func Fetch(req *http.Request) (*http.Response, error) {
        req.Close = true // want "^warning: .*keep-alives-disabled"
        return client.Do(req)
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
        Timeout:   10 * time.Second,
        Transport: &http.Transport{IdleConnTimeout: 90 * time.Second},
}

func Fetch(req *http.Request) (*http.Response, error) {
        return client.Do(req)
}
```

## Fixed

```go
package fetch

import (
        "net/http"
        "time"
)

var client = &http.Client{
        Timeout: 10 * time.Second,
        Transport: &http.Transport{
                IdleConnTimeout: 90 * time.Second,
        },
}

func Fetch(req *http.Request) (*http.Response, error) {
        return client.Do(req)
}
```

## Limits

Only constant settings are reported; one that comes from configuration is a deliberate choice. A Transport that is built
for one call is not reported: there the setting keeps `transport-per-call` from leaking.

## References

- https://pkg.go.dev/net/http#Transport, field DisableKeepAlives
- https://github.com/golang/go/blob/master/src/net/http/transport.go, func (t *Transport) tryPutIdleConn
"""

from golint_conn.rule.api import (
    Applicability,
    Call,
    Calls,
    Context,
    FieldRule,
    Finding,
    Findings,
    Fix,
    Frequency,
    Setting,
    Severity,
    Site,
    with_exchanged_setting,
    without_setting,
    without_statement,
)

API = 3

TRANSPORT, REQUEST, SERVER = "net/http.Transport", "net/http.Request", "net/http.Server"
PER_HOST = f"{TRANSPORT}.MaxIdleConnsPerHost"
IDLE_TIMEOUT = ("IdleConnTimeout", "90 * {time}.Second")


def check(setting: Setting, context: Context) -> Findings:
    constant = context.code.constant(setting.value)
    disables = isinstance(constant, int) and constant < 0 if setting.name == PER_HOST else constant is True
    if not disables or (not setting.in_literal and context.flow.is_chosen(setting.site)):
        return
    if not any(is_remedy(made, setting, context) for made in context.values.owners(setting)):
        yield report(setting.site, f"{setting.field} turns keep-alives off", cure(setting, context), context)


def switched_off(call: Call, context: Context) -> Findings:
    if [context.code.constant(each) for each in call.arguments] == [False] and not is_stopping(call.site, context):
        yield report(call.site, "SetKeepAlivesEnabled(false) turns keep-alives off", leave_on(call, context), context)


def header(call: Call, context: Context) -> Findings:
    said = [str(context.code.constant(each)).lower() for each in call.arguments]
    headers = context.values.origins(call.receiver) if call.receiver is not None else []
    if said == ["connection", "close"] and any(is_of_request(each, context) for each in headers):
        what = "The header Connection: close turns keep-alives off"
        yield report(call.site, what, leave_on(call, context), context)


def is_of_request(header: Site, context: Context) -> bool:
    """Return whether an expression is the Header field of a request that is not upgraded to another protocol."""
    is_header = context.code.field_name(header) == f"{REQUEST}.Header"
    return is_header and "Upgrade" not in context.code.strings_around(header)


def is_remedy(made: Site, setting: Setting, context: Context) -> bool:
    """Return whether a Transport serves one call only, so that closing its connection is what it needs."""
    if not context.http.makes_pool(made):
        return False
    trace = context.values.trace(made)
    if not trace.is_kept and bool(trace.calls()) and context.flow.reach(made).frequency > Frequency.SETUP:
        return True
    handouts = context.values.handouts(made) if not setting.in_literal else []
    lives = [context.values.short_life(handout.call, owned=handout.owned) for handout in handouts]
    return any(use.site == setting.site for life in lives if life is not None for use in life.trace.uses)


def is_stopping(site: Site, context: Context) -> bool:
    """Return whether a server turns them off because it is about to stop."""
    names = {each.rpartition(".")[2] for each in context.code.calls_around(site)}
    return "Close" in names or context.flow.is_shutdown(site)


def cure(setting: Setting, context: Context) -> Fix | None:
    """Return the fix that removes a setting; a Transport whose connections live on then gets a limit for idle ones."""
    fix = None
    if setting.in_literal and setting.name.startswith(TRANSPORT):
        fix = with_exchanged_setting(setting, IDLE_TIMEOUT, Applicability.UNSAFE, context)
    return fix or without_setting(setting, f"Leave {setting.field} as it is", Applicability.UNSAFE, context)


def leave_on(call: Call, context: Context) -> Fix | None:
    return without_statement(call.site, "Leave keep-alives on", Applicability.UNSAFE, context)


def report(site: Site, what: str, fix: Fix | None, context: Context) -> Finding:
    return context.finding(
        site,
        f"{what}, so that each request opens and closes its own connection.",
        hint="leave keep-alives on and bound the pool with IdleConnTimeout and MaxConnsPerHost instead",
        fix=fix,
    )


RULE = FieldRule(
    id="keep-alives-disabled",
    category="reuse",
    severity=Severity.WARNING,
    fields=(f"{TRANSPORT}.DisableKeepAlives", PER_HOST, f"{REQUEST}.Close"),
    check=check,
    also=(
        Calls(f"{SERVER}.SetKeepAlivesEnabled", switched_off),
        Calls(("net/http.Header.Set", "net/http.Header.Add"), header),
    ),
    cwe=(400,),
    tags=("connection-pool",),
)
