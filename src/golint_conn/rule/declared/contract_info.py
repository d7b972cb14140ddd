"""Pinned contracts, and the description of the rule about them, which is there without any of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.finding import Confidence, Severity
from golint_conn.rule.about.rule_info import RuleInfo

if TYPE_CHECKING:
    from golint_conn.names.libraries.entries import PackageModel


@dataclass(frozen=True, slots=True)
class Pin:
    """A model that the code of its package has to keep to, and the file that pins it, as people name it."""

    package: "PackageModel"
    where: str


_DOCUMENTATION = """\
Who has to close what is agreed between a function and its callers, and stands in no signature: `Dial` hands out a
connection, `Use` leaves open what it is given, `Wrap` gives back a value that owns it. A change on one side breaks the
other silently, and callers in other repositories are seen by nobody. `golint-conn infer --write FILE` writes these
contracts as the code has them; a file that `pinned = ["FILE"]` names in `.golint-conn.toml` is what the code has to
keep to from then on. Where it does not, its callers leak or use what is closed.

A pinned file is compared with the code and never believed by the analysis. To change a contract, change the code, run
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

Kept are `acquires` with `result` and `part`, `arguments`, `receiver` and types; `failure`, `exempt`, `returns`, `reads`
and `fills` are not looked at. What has become uncertain, because the value is now handed to code that is not at hand,
counts as not kept. Only the files are looked at that are built on linux with amd64, where others declare the same. A
package of which no file is checked is not judged.
"""

INFO = RuleInfo(
    id="contract-broken",
    category="leak",
    title="A function does not keep to its pinned contract",
    summary="Who has to close what is agreed between a function and its callers, and stands in no signature. Where the "
    "code keeps to a pinned contract no longer, its callers leak or use what is closed.",
    documentation=_DOCUMENTATION,
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    cwe=(772,),
    tags=("leak", "maintainability"),
)
