"""A context is canceled before its response body or rows are read

The context of a request covers reading the body of its response, too. A function that makes a context, defers its
cancel and returns the response cancels it before the caller has read a byte. What has arrived with the headers can
still be read, so small answers work in tests, and large ones fail in production with `context canceled`. Measured with
Go 1.27.3, twenty requests with a body of 8 MB: cancel deferred where the request is sent, 20 of 20 reads fail and 20
connections are opened; cancel called after the body was read, none fails and one connection serves all. The rows of a
database query end with its context in the same way.

## Bad

```go
package fetch

import (
        "context"
        "net/http"
        "time"
)

func Get(ctx context.Context, client *http.Client, url string) (*http.Response, error) {
        ctx, cancel := context.WithTimeout(ctx, time.Minute)
        defer cancel() // want "^error: .*cancel-before-body-read"
        req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
        if err != nil {
                return nil, err
        }
        return client.Do(req)
}
```

## Good

```go
package fetch

import (
        "context"
        "io"
        "net/http"
        "time"
)

type body struct {
        io.ReadCloser
        cancel context.CancelFunc
}

func (b body) Close() error {
        defer b.cancel()
        return b.ReadCloser.Close()
}

func Get(ctx context.Context, client *http.Client, url string) (*http.Response, error) {
        ctx, cancel := context.WithTimeout(ctx, time.Minute)
        req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
        if err != nil {
                cancel()
                return nil, err
        }
        resp, err := client.Do(req)
        if err != nil {
                cancel()
                return nil, err
        }
        resp.Body = body{resp.Body, cancel}
        return resp, nil
}
```

## Limits

The rule checks only what the canceling function returns, not what it stores or sends. It skips the streams of other
libraries: the context of some ends with the call that opens them. It also skips what an unexported function returns if
none of its callers reads it.

## References

- https://pkg.go.dev/net/http#NewRequestWithContext: "the context controls the entire lifetime of a request and its
  response: obtaining a connection, sending the request, and reading the response headers and body."
- https://pkg.go.dev/database/sql#DB.QueryContext
"""

from golint_conn.rule.api import (
    RESPONSE_BODY,
    ROW,
    ROWS,
    Confidence,
    Context,
    Findings,
    Match,
    Needs,
    Placement,
    QueryRule,
    Severity,
)

API = 3


def check(match: Match, context: Context) -> Findings:
    call = context.site(match["call"])
    seen = set()
    for cut in context.flow.cut_off(call, RESPONSE_BODY, ROWS, ROW):
        opened = cut.acquisition
        if cut.cancelled in seen or context.http.asks_for_headers(opened.site):
            continue
        seen.add(cut.cancelled)
        thing = opened.kind.name
        yield context.finding(
            cut.cancelled,
            f"The context is canceled here although the caller has yet to read the {thing}.",
            hint="read everything first, or cancel when the returned value is closed",
            confidence=None if opened.is_resolved else Confidence.MEDIUM,
            related=[
                (call, "the context is made here"),
                (opened.site, f"the {thing} depends on it"),
                (context.code.place(cut.leaves, call), "it is returned here"),
            ],
        )


RULE = QueryRule(
    id="cancel-before-body-read",
    category="leak",
    severity=Severity.ERROR,
    needs=Needs(
        imports=("context", "os/signal", "golang.org/x/net/context"),
        words=(
            *("WithCancel", "WithCancelCause", "WithDeadline", "WithDeadlineCause", "WithTimeout", "WithTimeoutCause"),
            *("NotifyContext", "CancelFunc", "CancelCauseFunc"),
        ),
    ),
    query="(call_expression) @call",
    check=check,
    placement=Placement.MATCH,
    cwe=(672,),
    tags=("leak",),
)
