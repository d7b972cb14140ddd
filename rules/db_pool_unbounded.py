"""A database pool has no limits

A `sql.DB` is a pool, and by default one without a limit: it opens as many connections as queries run at a time. When
requests pile up, a service that has always been fine asks for a thousand, takes everything that `max_connections` of
the database allows, and leaves none to other clients. And it keeps a connection as long as it works, through restarts
and failovers of a proxy or load balancer in between. `SetMaxOpenConns` bounds the number, `SetConnMaxLifetime` the age.
Measured with Go 1.27.3, a hundred queries at the same time: without limits 100 connections, with `SetMaxOpenConns(10)`
10.

## Bad

```go
package store

import "database/sql"

type Store struct{ db *sql.DB }

func New(dsn string) (*Store, error) {
        db, err := sql.Open("postgres", dsn) // want "^note: .*db-pool-unbounded"
        if err != nil {
                return nil, err
        }
        return &Store{db: db}, nil
}

func (s *Store) Ping() error { return s.db.Ping() }
```

## Good

```go
package store

import (
        "database/sql"
        "time"
)

type Store struct{ db *sql.DB }

func New(dsn string) (*Store, error) {
        db, err := sql.Open("postgres", dsn)
        if err != nil {
                return nil, err
        }
        db.SetMaxOpenConns(32)
        db.SetConnMaxLifetime(30 * time.Minute)
        return &Store{db: db}, nil
}

func (s *Store) Ping() error { return s.db.Ping() }
```

## Limits

One of the two is enough, with any value but a constant zero; `SetMaxIdleConns` and `SetConnMaxIdleTime` bound neither
the number nor the age. A pool that is passed to code we do not see, perhaps an ORM, may get its limits there and is not
reported. Neither are databases that are files or memory (sqlite and the like), pools that are closed by the function
that opens them, and programs that run once.

## References

- https://pkg.go.dev/database/sql#DB.SetMaxOpenConns: "If n <= 0, then there is no limit on the number of open
  connections. The default is 0 (unlimited)."
- https://go.dev/doc/database/manage-connections
"""

from golint_conn.rule.api import Call, CallRule, Context, Findings, Severity, Trace, UseKind

API = 3

POOL = "database/sql.DB"
LIMITS = ("SetMaxOpenConns", "SetConnMaxLifetime")
SERVING = ("ListenAndServe", "ListenAndServeTLS", "Serve", "ServeTLS", "Run", "Start")
# Databases inside the process, and stand-ins for tests, by the names of their drivers.
EMBEDDED = ("sqlite", "libsql", "duckdb", "ramsql", "sqlmock", "txdb", "memory")


def check(call: Call, context: Context) -> Findings:
    if is_embedded(call, context):
        return
    trace = context.values.trace(call.site, wide=True)
    if not trace.complete or is_limited(trace, context) or is_out_of_sight(trace, context):
        return
    if is_long_lived(trace, context):
        yield context.finding(
            call.site,
            "A sql.DB is kept with neither SetMaxOpenConns nor SetConnMaxLifetime: it opens any number of connections.",
            hint="call SetMaxOpenConns and SetConnMaxLifetime with values that suit the database",
        )


def is_embedded(call: Call, context: Context) -> bool:
    """Return whether the database is a file or memory of this process, judging by its driver."""
    drivers = context.values.sources(call.arguments[0]) if call.arguments else []
    names = [f"{context.code.constant(each) or each.node.text}".lower() for each in drivers]
    return any(part in name for part in EMBEDDED for name in names)


def is_limited(trace: Trace, context: Context) -> bool:
    """Return whether one of the two limits is set; a constant zero sets none."""
    given = [context.code.arguments(use.site)[:1] for use in trace.calls(*LIMITS)]
    return any(not arguments or context.code.constant(arguments[0]) != 0 for arguments in given)


def is_out_of_sight(trace: Trace, context: Context) -> bool:
    """Return whether code that we do not see gets the pool, and may limit it."""
    passed = [use for use in trace.of(UseKind.PASSED, owned=False) if not use.followed]
    held = trace.of(UseKind.PART, UseKind.KEPT, owned=False)
    may_limit = any(context.values.may_change(use, POOL) for use in passed)
    return may_limit or any(context.values.is_foreign(use) for use in held)


def is_long_lived(trace: Trace, context: Context) -> bool:
    """Return whether a pool is stored, given to something that serves, or returned and not closed by the caller."""
    served = [use for use in trace.calls(*SERVING) if use.owned]
    kept = [use for use in trace.of(UseKind.PASSED, owned=True) if use.keeps]
    if served or kept or trace.of(UseKind.KEPT, UseKind.CAPTURED):
        return True
    closed = [use.site for use in trace.calls("Close") if not use.owned and context.flow.is_deferred(use.site)]
    return bool(trace.of(UseKind.RETURNED)) and all(context.flow.is_end_of_main(site) for site in closed)


RULE = CallRule(
    id="db-pool-unbounded",
    category="reuse",
    severity=Severity.NOTE,
    calls=("database/sql.Open", "database/sql.OpenDB"),
    check=check,
    cwe=(770, 400),
    tags=("connection-pool", "sql"),
)
