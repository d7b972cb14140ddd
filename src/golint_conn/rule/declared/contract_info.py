"""Pinned contracts, and the description of the rule about them, which exists even if nothing is pinned."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.finding import Confidence, Severity
from golint_conn.rule.about.rule_info import RuleInfo

if TYPE_CHECKING:
    from golint_conn.names.libraries.entries import PackageModel


@dataclass(frozen=True, slots=True)
class Pin:
    """A model that the code of its package has to honor, and the file that pins it, as users name it."""

    package: "PackageModel"
    where: str


_DOCUMENTATION = """\
Who has to close what is agreed between a function and its callers, and no signature shows it: `Dial` returns a
connection that its caller must close, `Use` leaves open what it is given, `Wrap` returns a value that owns it. A change
on one side silently breaks the other, and callers in other repositories stay unseen. `golint-conn infer --write FILE`
writes the contracts that the code has now; once `pinned = ["FILE"]` in `.golint-conn.toml` names the file, the code
has to honor it. Where it does not, its callers leak or use what is closed.

A pinned file is compared with the code; the analysis never trusts it. To change a contract, change the code, run
`golint-conn infer` again, and have the new file reviewed like any interface.

## Bad

With `names = ["Ping"]` and `arguments = { 0 = "borrows" }` pinned:

```go
func Ping(conn net.Conn) error {
	defer conn.Close()
	_, err := conn.Write([]byte("ping"))
	return err
}
```

## Good

```go
func Ping(conn net.Conn) error {
	_, err := conn.Write([]byte("ping"))
	return err
}
```

## Limits

The rule compares `acquires` with `result` and `part`, `arguments`, `receiver` and types; it ignores `failure`,
`exempt`, `returns`, `reads` and `fills`. A contract that has become uncertain, because the value is now passed to code
that is not available, counts as broken. Where several files declare the same thing, only those built on linux with
amd64 are compared. A package of which no file is checked is not judged.
"""

INFO = RuleInfo(
    id="contract-broken",
    category="leak",
    title="A function does not honor its pinned contract",
    summary="Who has to close what is agreed between a function and its callers, and no signature shows it. Where "
    "the code no longer honors a pinned contract, its callers leak or use what is closed.",
    documentation=_DOCUMENTATION,
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    cwe=(772,),
    tags=("leak", "maintainability"),
)
