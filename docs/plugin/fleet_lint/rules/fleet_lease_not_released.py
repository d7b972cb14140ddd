"""A fleet lease is not given back

The fleet has eight places. A lease that is not given back with Release keeps its place until the process ends, and the
ninth caller waits forever.

## Bad

```go
package orders

import "example.com/fleet"

func Ship(order string) error {
        lease, err := fleet.Acquire() // want "^warning: The lease is not given back on every path"
        if err != nil {
                return err
        }
        if err := lease.Send(order); err != nil {
                return err
        }
        lease.Release()
        return nil
}
```

## Good

```go
package orders

import "example.com/fleet"

func Ship(order string) error {
        lease, err := fleet.Acquire()
        if err != nil {
                return err
        }
        defer lease.Release()
        return lease.Send(order)
}
```
"""

from fleet_lint.rules._client import PACKAGE
from golint_conn.rule.api import Asks, Needs, ObligationKind, ObligationRule, OutcomeKind, Severity

API = 3

LEASE = ObligationKind(
    name="lease",
    acquired_by=frozenset({f"{PACKAGE}.Acquire"}),
    released_by=frozenset({"Release"}),
)

RULE = ObligationRule(
    id="fleet-lease-not-released",
    category="leak",
    severity=Severity.WARNING,
    needs=Needs(imports=(PACKAGE,), words=("Acquire",)),
    kinds=(LEASE,),
    asks=Asks.RELEASED,
    notes={
        OutcomeKind.LEAK: "this path leaves without giving it back",
        OutcomeKind.OVERWRITTEN: "another one replaces it here while it is held",
        OutcomeKind.DISCARDED: "it is thrown away here",
    },
    message="The {thing} is not given back.",
    partly="The {thing} is not given back on every path.",
    hint="defer its Release after the error check",
)
