"""Expectations in Go code: `// want "regex"` on the line on which a finding must be reported.

Each expression is searched in `severity: message (rule-id)`. Every finding must be expected and every expectation met,
one finding per expectation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.names.constants import unquoted
from golint_conn.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from golint_conn.finding import Finding
    from golint_conn.source import SourceFile

_WANT = re.compile(r"//\s*want\s+(.*)")
# An unterminated string is read to the end, not again from each of its quotes.
_PATTERN = re.compile(r'("(?:[^"\\]|\\.)*"|`[^`]*`)|["`].*')


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expected finding."""

    path: str
    line: int
    pattern: str


def expectations(source: SourceFile) -> list[Expectation]:
    """Return the expectations in a file, in source order."""
    found = []
    if b"want" in source.data:
        for comment in parse(source).comments():
            match = _WANT.search(comment.text)
            line = source.line_number(comment.start)
            patterns = _PATTERN.findall(match[1]) if match else ()
            found += [Expectation(source.path, line, unquoted(pattern)) for pattern in patterns if pattern]
    return found


def problems(sources: Iterable[SourceFile], findings: Iterable[Finding]) -> list[str]:
    """Return the differences between expectations and findings, one sentence each; empty if there are none."""
    files = {source.path: source for source in sources}
    open_wants = [want for source in files.values() for want in expectations(source)]
    wrong = []
    for finding in findings:
        place = finding.primary
        line = files[place.path].line_number(place.span.start) if place.path in files else 0
        text = f"{finding.severity.label}: {finding.message} ({finding.rule})"
        met = next(
            (w for w in open_wants if (w.path, w.line) == (place.path, line) and re.search(w.pattern, text)), None
        )
        if met is None:
            wrong.append(f"{place.path}:{line}: unexpected {text}")
        else:
            open_wants.remove(met)
    return sorted(wrong + [f"{want.path}:{want.line}: nothing matches {want.pattern!r}" for want in open_wants])
