"""A database, RPC or broker client is opened for each call

`sql.Open`, `grpc.NewClient`, `redis.NewClient` and the like make something that is meant to live as long as the
program: a pool, or one connection that carries many calls at once. Opened in a handler or a loop, each of them costs a
name lookup, a TCP and a TLS handshake and a login, and leaves a socket in TIME_WAIT; one that is not closed keeps its
connections and its goroutines forever, and the server runs into its limit of connections: "too many clients already".
Measured with Go 1.27.3, a hundred queries: a `sql.DB` opened for each and not closed leaves 100 connections and 100
goroutines; closed each time, 100 sockets in TIME_WAIT; opened once, one connection serves all.

## Bad

```go
package orders

import (
        "database/sql"
        "net/http"
        "net/rpc"
)

func Count(w http.ResponseWriter, r *http.Request) {
        db, err := sql.Open("postgres", "host=db.example") // want "^error: .*never closed.*client-conn-per-call"
        if err != nil {
                return
        }
        if err := db.PingContext(r.Context()); err != nil {
                w.WriteHeader(http.StatusServiceUnavailable)
        }
}

func Add(w http.ResponseWriter, r *http.Request) {
        client, err := rpc.Dial("tcp", "stock.example:1234") // want "^warning: .*and closed.*client-conn-per-call"
        if err != nil {
                return
        }
        defer client.Close()
        if err := client.Call("Stock.Add", 1, nil); err != nil {
                w.WriteHeader(http.StatusBadGateway)
        }
}
```

## Good

```go
package orders

import (
        "database/sql"
        "net/http"
)

type Handler struct{ db *sql.DB }

func New(dsn string) (*Handler, error) {
        db, err := sql.Open("postgres", dsn)
        if err != nil {
                return nil, err
        }
        return &Handler{db: db}, nil
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
        if err := h.db.PingContext(r.Context()); err != nil {
                w.WriteHeader(http.StatusServiceUnavailable)
        }
}
```

## Limits

Libraries outside the table in this rule's file are not known. A client that is passed to code we do not see is assumed
to be kept, unless `defer` closes it right here. One that is closed each time is reported only if the code is certain to
run again and again and what it connects to is the same each time: an address from a request, a loop or an unknown
caller is not reported, and neither are embedded databases, health checks, retries, and a loop without end, which may be
there to connect again. If no caller is seen to call it in a loop or for a request, `--level audit` shows it; a value in
a package variable whose methods each open and close a client is always shown.

## References

- https://pkg.go.dev/database/sql#Open: "the Open function should be called just once"
- https://grpc.io/docs/guides/performance/: "Always re-use stubs and channels when possible."
"""

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
    repetition,
)

API = 3

EMBEDDED = ("sqlite", "duckdb", "ramsql", "txdb", "sqlmock")


def check(match: Match, context: Context) -> Findings:
    made = context.site(match["made"])
    for client in context.values.dropped_clients(made):
        if client.is_closed and is_embedded(made, context):
            continue
        repeated, model = repetition(client.reach), client.model
        opened = [] if client.site == made else [(made, "it is opened here")]
        how = f"opened and closed {repeated.words}" if client.is_closed else f"opened {repeated.words} and never closed"
        yield context.finding(
            client.site,
            f"{'An' if model.what[0] in 'AEIOe' else 'A'} {model.what} is {how}.",
            hint=f"open it once, keep it in a struct field or a package variable, and share it: {model.reference}",
            severity=Severity.WARNING if client.is_closed else repeated.severity,
            confidence=None if client.is_certain else Confidence.LOW,
            related=[*opened, *repeated.related],
        )


def is_embedded(made: Site, context: Context) -> bool:
    """Return whether a database runs inside the program, by the name of its driver."""
    arguments = context.code.arguments(made) if made.node.kind == "call_expression" else []
    drivers = context.values.sources(arguments[0]) if arguments else []
    return any(context.code.text_prefix(driver).startswith(EMBEDDED) for driver in drivers)


RULE = QueryRule(
    id="client-conn-per-call",
    category="reuse",
    severity=Severity.ERROR,
    needs=Needs(clients=True),
    query="[(call_expression) (composite_literal)] @made",
    check=check,
    placement=Placement.CALLERS,
    cwe=(772, 400),
    tags=("connection-pool",),
)
