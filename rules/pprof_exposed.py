"""Profiles of the process are served to everyone

Importing `net/http/pprof` registers its handlers on http.DefaultServeMux, in every program that links the importing
package. If that multiplexer is served on an address that others can reach, so are `/debug/pprof/heap`, which shows what
is in memory, `/debug/pprof/cmdline`, which shows the arguments, and `/debug/pprof/profile`, which keeps a processor
busy for as long as the caller likes.

## Bad

```go
package debug

import (
        "log"
        "net/http"
        _ "net/http/pprof"
)

func Serve() {
        log.Println(http.ListenAndServe(":6060", nil)) // want "^warning: .*pprof-exposed"
}
```

## Good

```go
package debug

import (
        "log"
        "net/http"
        _ "net/http/pprof"
)

func Serve() {
        log.Println(http.ListenAndServe("localhost:6060", nil))
}
```

## Limits

The import counts anywhere in the module, if a program holds both it and the call. An address from configuration is a
deliberate choice, unless the package registers its own handlers on the same multiplexer: then it is a note. It is also
a note if a flag or an option turns on a server whose address is known; if both are settings, the server is not
reported. Neither are your own multiplexer with pprof's handlers, middleware around http.DefaultServeMux, and modules
that assign to http.DefaultServeMux.

## References

- https://pkg.go.dev/net/http/pprof
- https://cwe.mitre.org/data/definitions/489.html
"""

from golint_conn.rule.api import (
    Audience,
    Call,
    Calls,
    Confidence,
    Configured,
    Context,
    Findings,
    Severity,
    Site,
    StructRule,
)

API = 3

PPROF, DEFAULT_MUX = "net/http/pprof", "net/http.DefaultServeMux"
LISTENING, SERVING = ("ListenAndServe", "ListenAndServeTLS"), ("Serve", "ServeTLS")


def check(server: Configured, context: Context) -> Findings:
    if server.is_settled_elsewhere or not all(is_default_mux(each, context) for each in server.values("Handler")):
        return
    listeners = [context.code.arguments(use.site)[0] for use in server.trace.calls(*SERVING)]
    found = [context.net.listener_audience(each) for each in listeners]
    if server.trace.calls(*LISTENING):
        # Without an address a Server listens on port 80 of all interfaces.
        found += [context.net.audience(each) for each in server.values("Addr")] or [Audience.OTHERS]
    if found:
        yield from exposed(server.site, max(found), context)


def function(call: Call, context: Context) -> Findings:
    place = 3 if call.callee.name == "ListenAndServeTLS" else 1
    if place < len(call.arguments) and is_default_mux(call.arguments[place], context):
        told_by = context.net.audience if call.callee.name in LISTENING else context.net.listener_audience
        yield from exposed(call.site, told_by(call.arguments[0]), context)


def exposed(site: Site, who: Audience, context: Context) -> Findings:
    """Yield a finding if pprof's handlers are on the multiplexer that is served to others."""
    # The server may run because a setting says so, around it or around the goroutine it runs in.
    literals = [site.at(outer) for outer in site.node.ancestors() if outer.kind == "func_literal"]
    is_asked = any(context.flow.is_chosen(each) for each in (site, *literals))
    is_harmless = is_asked or not context.http.registers_handlers(site)
    if who is Audience.THIS_MACHINE or (who is Audience.UNKNOWN and is_harmless):
        return
    imported = context.code.import_beside(site, PPROF)
    if imported is None or context.http.replaces_default_mux(site) or not site.file.is_built:
        return
    is_sure = who is Audience.OTHERS
    yield context.finding(
        site,
        f"Profiles of the process are served to everyone who can reach this address: {PPROF} is imported.",
        hint="serve them on a loopback address, or serve your own multiplexer instead of http.DefaultServeMux",
        severity=Severity.WARNING if is_sure and not is_asked else Severity.NOTE,
        confidence=Confidence.HIGH if is_sure else Confidence.MEDIUM,
        related=[(imported, "this import puts the handlers on http.DefaultServeMux")],
    )


def is_default_mux(handler: Site, context: Context) -> bool:
    """Return whether a handler is the process-wide multiplexer: nil, or by its name."""
    return handler.node.kind == "nil" or context.code.names(handler) == DEFAULT_MUX


RULE = StructRule(
    id="pprof-exposed",
    category="security",
    severity=Severity.WARNING,
    type="net/http.Server",
    check=check,
    also=(Calls(tuple(f"net/http.{name}" for name in (*LISTENING, *SERVING)), function),),
    cwe=(489, 200),
    tags=("pprof",),
    security_severity=5.3,
)
