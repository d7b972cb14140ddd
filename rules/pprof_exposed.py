"""Profiles of the process are served to everybody

Importing `net/http/pprof` registers its handlers on http.DefaultServeMux, in every program that the importing package
is linked into. If that multiplexer is served on an address that others can reach, so are `/debug/pprof/heap`, which
shows what is in memory, `/debug/pprof/cmdline`, which shows the arguments, and `/debug/pprof/profile`, which keeps a
processor busy for as long as the caller likes.

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

The import counts wherever it stands in the module, if a program holds both it and the call. Where the address comes
from configuration it is somebody's decision, unless the package registers handlers of its own on the same multiplexer:
then it is a note. It is one too where a flag or an option turns a server on whose address is known; where both are
settings the server is left alone. A multiplexer of your own that pprof's
handlers are put on, and middleware around http.DefaultServeMux, are left alone; so are modules that assign to
http.DefaultServeMux.

## References

- https://pkg.go.dev/net/http/pprof
- https://cwe.mitre.org/data/definitions/489.html
"""

from enum import IntEnum

from golint_conn.rule.api import (
    Confidence,
    Context,
    Findings,
    Match,
    Needs,
    Placement,
    QueryRule,
    Severity,
    Site,
)

API = 3

PPROF = "net/http/pprof"
SERVER = "net/http.Server"
DEFAULT_MUX = "net/http.DefaultServeMux"
FUNCTIONS = {
    # function: the place of its handler
    "net/http.ListenAndServe": 1,
    "net/http.ListenAndServeTLS": 3,
    "net/http.Serve": 1,
    "net/http.ServeTLS": 1,
}
LISTENING, SERVING = ("ListenAndServe", "ListenAndServeTLS"), ("Serve", "ServeTLS")
LISTENERS = ("net.Listen", "crypto/tls.Listen")


class Audience(IntEnum):
    """Who can connect to an address."""

    THIS_MACHINE = 0
    UNKNOWN = 1
    OTHERS = 2


def check(match: Match, context: Context) -> Findings:
    if "call" in match.captures:
        call = context.site(match["call"])
        place = FUNCTIONS.get(context.code.callee(call).qualified)
        arguments = context.code.arguments(call)
        if place is None or place >= len(arguments) or not is_default_mux(arguments[place], context):
            return
        told_by = audience if context.code.callee(call).name in LISTENING else listener
        yield from exposed(call, told_by(arguments[0], context), context)
    else:
        yield from server(context.site(match["made"]), context)


def server(made: Site, context: Context) -> Findings:
    """Yield a finding for a Server without a handler of its own."""
    configured = context.values.configured(made, SERVER)
    if configured is None or configured.is_settled_elsewhere:
        return
    if not all(is_default_mux(handler, context) for handler in configured.values("Handler")):
        return
    addresses = configured.values("Addr")
    found = [listener(context.code.arguments(use.site)[0], context) for use in configured.trace.calls(*SERVING)]
    if configured.trace.calls(*LISTENING):
        # Without an address a Server listens on port 80 of all interfaces.
        found += [audience(each, context) for each in addresses] or [Audience.OTHERS]
    if found:
        yield from exposed(made, max(found), context)


def exposed(site: Site, who: Audience, context: Context) -> Findings:
    """Yield a finding if pprof's handlers are on the multiplexer that is served to somebody."""
    is_asked = is_asked_for(site, context)
    if who is Audience.THIS_MACHINE or (
        who is Audience.UNKNOWN and (is_asked or not context.http.registers_handlers(site))
    ):
        return
    imported = context.code.import_beside(site, PPROF)
    if imported is None or context.http.replaces_default_mux(site) or not site.file.is_built:
        return
    is_sure = who is Audience.OTHERS
    yield context.finding(
        site,
        f"Profiles of the process are served to everybody who can reach this address: {PPROF} is imported.",
        hint="serve them on a loopback address, or serve a multiplexer of your own instead of http.DefaultServeMux",
        severity=Severity.WARNING if is_sure and not is_asked else Severity.NOTE,
        confidence=Confidence.HIGH if is_sure else Confidence.MEDIUM,
        related=[(imported, "this import puts the handlers on http.DefaultServeMux")],
    )


def is_asked_for(site: Site, context: Context) -> bool:
    """Return whether the server runs only because a setting says so, around it or around the goroutine it runs in."""
    literals = [site.at(outer) for outer in site.node.ancestors() if outer.kind == "func_literal"]
    return any(context.flow.is_chosen(each) for each in (site, *literals))


def is_default_mux(handler: Site, context: Context) -> bool:
    """Return whether a handler is the process-wide multiplexer: nil, or by its name."""
    return handler.node.kind == "nil" or context.code.names(handler) == DEFAULT_MUX


def listener(given: Site, context: Context) -> Audience:
    """Return who can connect to a listener."""
    made = [origin for origin in context.values.sources(given) if context.code.callee_name(origin) in LISTENERS]
    arguments = [context.code.arguments(origin) for origin in made]
    found = [
        Audience.THIS_MACHINE if context.net.is_local(each[0], each[1]) else audience(each[1], context)
        for each in arguments
    ]
    return max(found, default=Audience.UNKNOWN)


def audience(address: Site, context: Context) -> Audience:
    """Return who can connect to an address."""
    found = [told(source, context) for source in context.values.written(address)]
    # An address that is known of some callers and not of others is known.
    known = [each for each in found if each is not Audience.UNKNOWN]
    return max(known, default=Audience.UNKNOWN)


def told(source: Site, context: Context) -> Audience:
    """Return who can connect to an address, by the text that it is sure to begin with."""
    if context.net.is_local(None, source):
        return Audience.THIS_MACHINE
    text = context.code.text_prefix(source)
    return Audience.OTHERS if text or context.code.constant(source) == "" else Audience.UNKNOWN


RULE = QueryRule(
    id="pprof-exposed",
    category="security",
    severity=Severity.WARNING,
    needs=Needs(imports=("net/http",), words=(*LISTENING, *SERVING)),
    query="""
    (call_expression function: (selector_expression field: (field_identifier) @name
        (#any-of? @name "ListenAndServe" "ListenAndServeTLS" "Serve" "ServeTLS"))) @call
    (call_expression function: (identifier) @name
        (#any-of? @name "ListenAndServe" "ListenAndServeTLS" "Serve" "ServeTLS")) @call
    (composite_literal type: (_) @type (#match? @type "Server$")) @made
    (call_expression function: (identifier) @new (#eq? @new "new")) @made
    (var_spec type: (_) !value) @made
    """,
    check=check,
    placement=Placement.MATCH,
    cwe=(489, 200),
    tags=("pprof",),
    security_severity=5.3,
)
