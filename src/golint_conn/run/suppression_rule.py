"""The rule about our own directives that suppress nothing: part of the run itself, not a file under rules/."""

from golint_conn.finding import Confidence, Severity
from golint_conn.rule.about.rule_info import RuleInfo

CATEGORY = "suppression"

_DOCUMENTATION = """\
`//golint-conn:ignore` leaves a finding out of all reports, for the reason given next to it. A directive that suppresses
nothing misleads readers: the defect is gone, or nothing says why it may stay, or it was to stay only until a day that
has passed. A directive without a reason, with a bad expiry, with a rule that does not exist, or after its last day
suppresses nothing; one that is no longer needed is reported as a note.

Only our own directives are evaluated, never those of other linters. Whether one is still needed is reported only if its
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
several; `--fix --unsafe-fixes` also removes those that were never valid. If removing a comment would move the text
around it, such as the values of a literal that are aligned in one column, it is left to you.

## Limits

A directive for a rule that depends on code outside the module can become unneeded, and needed again, with the
version of a dependency.
"""

INFO = RuleInfo(
    id="ineffective-ignore",
    category=CATEGORY,
    title="An ignore directive suppresses nothing",
    summary="`//golint-conn:ignore` leaves a finding out of all reports, for the reason given next to it. A "
    "directive that suppresses nothing misleads readers.",
    documentation=_DOCUMENTATION,
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    tags=("maintainability",),
)
