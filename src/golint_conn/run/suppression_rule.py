"""The rule about directives of ours that hold nothing back: one of the run itself, not of a file under rules/."""

from golint_conn.finding import Confidence, Severity
from golint_conn.rule.about.rule_info import RuleInfo

CATEGORY = "suppression"

_DOCUMENTATION = """\
`//golint-conn:ignore` leaves a finding out of all reports, for a reason that stands beside it. Where it holds nothing
back it misleads whoever reads the code: the defect is gone, or nobody said why it may stay, or it was to stay only
until a day that is past. A directive without a reason, with a bad expiry, with a rule that does not exist, or after
its day holds nothing back; one that is not needed any more is reported as a note.

Only directives of ours are judged, never those of other linters. Whether one is still needed is said only where its
file was checked by all rules that it names, and without trouble.

## Bad

```go
//golint-conn:ignore response-body-not-closed
resp, err := http.Get(url)

//golint-conn:ignore response-body-not-closed until=2024-12-31 -- the new client will close it
resp, err := http.Get(url)

//golint-conn:ignore response-not-closed -- there is no such rule
resp, err := http.Get(url)
```

## Good

```go
//golint-conn:ignore response-body-not-closed -- the caller reads and closes it: see Fetcher.Stream
resp, err := http.Get(url)
```

## Fixed

`--fix` removes directives that are expired or not needed, and rules that are not needed from directives that name
several; `--fix --unsafe-fixes` also those that were never right. A comment whose removal would move the text around
it, for instance the values of a literal that stand in one column, is left to you.

## Limits

A directive for a rule that depends on code outside of the module can come to be unneeded, and needed again, with the
version of a dependency.
"""

INFO = RuleInfo(
    id="ineffective-ignore",
    category=CATEGORY,
    title="An ignore directive holds nothing back",
    summary="`//golint-conn:ignore` leaves a finding out of all reports, for a reason that stands beside it. Where it "
    "holds nothing back it misleads whoever reads the code.",
    documentation=_DOCUMENTATION,
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    tags=("maintainability",),
)
