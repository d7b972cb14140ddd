"""A response body is not closed on some path

A response's body is the connection. Until it is closed the connection can neither be used again nor be given up,
and two goroutines wait with it. The path that forgets is seldom the main one: it is the early return on a status,
the failed decode, the retry that overwrites the response. Measured with Go 1.27.3, twenty requests: body not closed
and not read, 20 connections and 60 goroutines stay; closed, one connection serves all.

## Bad

```go
package fetch

import (
        "encoding/json"
        "fmt"
        "net/http"
)

func Fetch(client *http.Client, url string, into any) error {
        resp, err := client.Get(url) // want "^error: .*response-body-not-closed"
        if err != nil {
                return err
        }
        if resp.StatusCode != http.StatusOK {
                return fmt.Errorf("status %s", resp.Status)
        }
        defer resp.Body.Close()
        return json.NewDecoder(resp.Body).Decode(into)
}
```

## Good

```go
package fetch

import (
        "encoding/json"
        "fmt"
        "net/http"
)

func Fetch(client *http.Client, url string, into any) error {
        resp, err := client.Get(url)
        if err != nil {
                return err
        }
        defer resp.Body.Close()
        if resp.StatusCode != http.StatusOK {
                return fmt.Errorf("status %s", resp.Status)
        }
        return json.NewDecoder(resp.Body).Decode(into)
}
```

## Limits

A response that is handed to code we do not see, or stored, is taken to be closed there. A function that returns a
response closed on some paths and open on others is not followed to its callers.

These leaks are missed: a deferred literal that closes on one of its paths only, a response that goes straight into
another call as in `must(http.Get(url))`, and one that is received from a channel.

## References

- https://pkg.go.dev/net/http#Response, field Body: "It is the caller's responsibility to close Body."
"""

from golint_conn.rule.api import (
    RESPONSE_BODY,
    Bound,
    Context,
    Findings,
    Match,
    Needs,
    Outcome,
    OutcomeKind,
    QueryRule,
    Severity,
    Site,
)

WORDS = {
    OutcomeKind.LEAK: "this path leaves without closing the body",
    OutcomeKind.OVERWRITTEN: "the response is overwritten here while its body is open",
}
SHOWN = 5


def check(match: Match, context: Context) -> Findings:
    call = context.site(match["call"])
    followed = context.follow(call, RESPONSE_BODY)
    if followed is None:
        return
    bad = followed.of(OutcomeKind.LEAK, OutcomeKind.OVERWRITTEN)
    if not bad or followed.of(OutcomeKind.PREMATURE, OutcomeKind.DISCARDED) or context.is_end_of_main(call):
        return
    met = followed.of(OutcomeKind.DISCHARGED, OutcomeKind.SCHEDULED, OutcomeKind.TRANSFERRED)
    yield context.finding(
        call,
        "The response body is not closed on every path." if met else "The response body is not closed.",
        hint="put defer resp.Body.Close() right behind the check of the error",
        severity=Severity.NOTE if has_no_body(call, context) or ends_by_itself(call, context) else None,
        related=[(context.place(outcome.where, call), WORDS[outcome.kind]) for outcome in bad[:SHOWN]],
        flow=flow(bad[0], context, call),
    )


def flow(outcome: Outcome, context: Context, call: Site) -> list[tuple[Site, str]]:
    steps = [(call, "the response is received here")]
    steps += [(context.place(span, call), "decided here") for span in outcome.path]
    return [*steps, (context.place(outcome.where, call), WORDS[outcome.kind])]


def has_no_body(call: Site, context: Context) -> bool:
    """Return whether a request asks for headers only: what is not closed then holds nothing."""
    if context.callee(call).name == "Head":
        return True
    arguments = context.arguments(call)
    made = [origin for argument in arguments for origin in context.origins(argument)]
    requests = [origin for origin in made if context.callee_name(origin).startswith("net/http.NewRequest")]
    methods = [context.constant(argument) for origin in requests for argument in context.arguments(origin)]
    return "HEAD" in methods


def ends_by_itself(call: Site, context: Context) -> bool:
    """Return whether the request's context is sure to end, and the connection with it."""
    return any(context.request_bound(argument) is Bound.BOUNDED for argument in context.arguments(call))


RULE = QueryRule(
    id="response-body-not-closed",
    category="leak",
    severity=Severity.ERROR,
    needs=Needs(
        imports=("net/http",), words=("Get", "Head", "Post", "PostForm", "Do", "RoundTrip", "Response", "Body")
    ),
    query="(call_expression) @call",
    check=check,
    cwe=(772, 404),
    tags=("leak",),
)
