"""Fingerprints: how a finding is recognized from run to run.

A fingerprint is a hash of the rule id, the path, the enclosing function, the normalized text of the reported code, and
an ordinal among equal findings. It holds no line number, so a baseline survives edits above and below the finding.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from golint_conn.finding.finding import Finding


def fingerprint(finding: Finding, ordinal: int) -> str:
    """Return the fingerprint, 32 hexadecimal digits, of the `ordinal`-th (from 0) of otherwise equal findings."""
    anchor = " ".join(finding.anchor.split())
    parts = (finding.rule, finding.primary.path, finding.symbol, anchor, str(ordinal))
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def with_fingerprints(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings in report order, each with its fingerprint."""
    seen: Counter[str] = Counter()
    result = []
    for finding in sorted(findings, key=lambda each: each.sort_key):
        base = fingerprint(finding, 0)
        result.append(replace(finding, fingerprint=fingerprint(finding, seen[base]) if seen[base] else base))
        seen[base] += 1
    return result
