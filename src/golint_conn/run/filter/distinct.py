"""Each finding once."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from golint_conn.finding import Finding

if TYPE_CHECKING:
    from golint_conn.source import Span


def distinct(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings without duplicates at the same place: each callee finds the same caller."""
    first: dict[tuple[str, str, Span], Finding] = {}
    for finding in sorted(findings, key=lambda each: (each.sort_key, -each.severity, each.message)):
        first.setdefault((finding.rule, finding.primary.path, finding.primary.span), finding)
    return list(first.values())
