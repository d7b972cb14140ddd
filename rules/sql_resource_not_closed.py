"""Rows, a statement, a transaction or a session of a database is not closed on some path

Each of them holds a connection of the pool. A forgotten one is not returned, and a pool with a limit runs dry: the next
query waits forever. Without a limit the database runs out of connections instead. Measured with Go 1.27.3, a hundred
queries: rows not closed, or `QueryRow` without `Scan`, or a transaction left open on an error, each hold 100
connections (the transactions 100 goroutines, too); closed or rolled back, one connection serves all.

## Bad

```go
package users

import "database/sql"

func Names(db *sql.DB) ([]string, error) {
        rows, err := db.Query("SELECT name FROM users") // want "^error: Not every path.*sql-resource-not-closed"
        if err != nil {
                return nil, err
        }
        var names []string
        for rows.Next() {
                var name string
                if err := rows.Scan(&name); err != nil {
                        return nil, err
                }
                names = append(names, name)
        }
        return names, rows.Err()
}
```

## Good

```go
package users

import "database/sql"

func Names(db *sql.DB) ([]string, error) {
        rows, err := db.Query("SELECT name FROM users")
        if err != nil {
                return nil, err
        }
        defer rows.Close()
        var names []string
        for rows.Next() {
                var name string
                if err := rows.Scan(&name); err != nil {
                        return nil, err
                }
                names = append(names, name)
        }
        return names, rows.Err()
}
```

## Fixed

```go
package users

import "database/sql"

func Names(db *sql.DB) ([]string, error) {
        rows, err := db.Query("SELECT name FROM users")
        if err != nil {
                return nil, err
        }
        defer rows.Close()
        var names []string
        for rows.Next() {
                var name string
                if err := rows.Scan(&name); err != nil {
                        return nil, err
                }
                names = append(names, name)
        }
        return names, rows.Err()
}
```

## Limits

A loop that runs until `Next` returns false has closed the rows, though a deferred Close would be the safer way. Rows
and statements of a transaction end with it and are not reported. What is stored, or passed to code that we do not see,
is assumed to be closed there.

## References

- https://pkg.go.dev/database/sql#Rows.Close
- https://pkg.go.dev/database/sql#Tx: "A transaction must end with a call to Tx.Commit or Tx.Rollback."
- https://pkg.go.dev/database/sql#Conn
"""

from golint_conn.rule.api import (
    ROW,
    ROWS,
    SESSION,
    STATEMENT,
    TRANSACTION,
    Asks,
    Context,
    Followed,
    Needs,
    ObligationRule,
    OutcomeKind,
    Severity,
    deferred,
)

API = 3

KINDS = (ROWS, ROW, STATEMENT, TRANSACTION, SESSION)
# Methods whose names are unmistakable.
METHODS = (
    *("BeginTx", "BeginTxx", "Beginx", "MustBegin", "NamedQuery", "Prepare", "PrepareContext", "PrepareNamed"),
    *("PrepareNamedContext", "Preparex", "PreparexContext", "Query", "QueryContext", "QueryRow", "QueryRowContext"),
    *("QueryRowx", "QueryRowxContext", "Queryx", "QueryxContext"),
)


def grade(followed: Followed, context: Context) -> Severity | None:
    if followed.is_constructors_leak or followed.has(OutcomeKind.PREMATURE):
        return None
    kind = followed.acquisition.kind
    if kind in {ROWS, ROW, TRANSACTION} and context.flow.ends_with_function(followed.call):
        return None
    return Severity.WARNING if kind is STATEMENT else Severity.ERROR


RULE = ObligationRule(
    id="sql-resource-not-closed",
    category="leak",
    severity=Severity.ERROR,
    needs=Needs(handing=KINDS, alone=METHODS),
    kinds=KINDS,
    asks=Asks.RELEASED,
    notes={
        OutcomeKind.LEAK: "this path returns with it open",
        OutcomeKind.OVERWRITTEN: "it is overwritten here while it is open",
        OutcomeKind.DISCARDED: "it is thrown away here",
    },
    message="Nothing closes the {thing} from this call, so the database does not get its connection back.",
    partly="Not every path closes the {thing} from this call, so the database may not get its connection back.",
    hint="defer its Close (of a transaction: Rollback) right after the error check, or call it on each path that "
    "neither stores nor returns it; scan a row",
    grade=grade,
    fix=deferred,
    cwe=(772, 404),
    tags=("leak",),
)
