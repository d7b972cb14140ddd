"""Evidence: what a rule's harm amounted to in a Go program that did it, and in one that did not.

The figures are data. `python -m golint_conn.dev.evidence` writes them from programs that ran; they are read on demand.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypedDict

from golint_conn.source.regular import read_regular

FILE = Path(__file__).with_name("evidence.json")
MISSING = "n/a"
"""What a cell shows if nothing was counted."""


class CaseData(TypedDict):
    """The figures of one rule, as in the data file."""

    about: str
    columns: list[str]
    rows: list[list[str]]


class EvidenceData(TypedDict):
    """The data file: the Go version that was measured, figures and reasons for having none, by rule id."""

    go: str
    rules: dict[str, CaseData]
    without: dict[str, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The counts of a program that does what a rule warns about, next to those of one that does not.

    The first column names the way the program was written; rows have a cell for each column.
    """

    go: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def table(self) -> str:
        """The counts as a Markdown table."""
        return markdown_table((self.columns, *self.rows))

    @property
    def markdown(self) -> str:
        """What was done, with which version of Go, and what was counted."""
        return f"Measured with Go {self.go.removeprefix('go')}. {self.about}\n\n{self.table}"


def evidence(rule_id: str) -> Evidence | None:
    """Return the evidence for a rule, or None if there is none."""
    data = _data()
    found = data["rules"].get(rule_id)
    if found is None:
        return None
    return Evidence(data["go"], found["about"], tuple(found["columns"]), tuple(tuple(row) for row in found["rows"]))


def why_none(rule_id: str) -> str:
    """Return why there is no evidence for a rule; empty if there is some or the rule is unknown."""
    return _data()["without"].get(rule_id, "")


def section(rule_id: str) -> str:
    """Return a section with what was counted for a rule, or with why nothing was; empty if there is neither."""
    found, reason = evidence(rule_id), why_none(rule_id)
    text = found.markdown if found is not None else f"Nothing was counted: {reason}\n" if reason else ""
    return f"\n## Evidence\n\n{text}" if text else ""


def markdown_table(rows: tuple[tuple[str, ...], ...]) -> str:
    """Return a Markdown table whose first row is its header: names on the left, counts on the right.

    >>> print(markdown_table((("way", "opened"), ("wrong", "100"))), end="")
    | way | opened |
    | --- | ---: |
    | wrong | 100 |
    """
    head, *body = rows
    rule = ("---", *("---:" for _ in head[1:]))
    return "".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |\n" for row in (head, rule, *body))


@cache
def _data() -> EvidenceData:
    found: EvidenceData = json.loads(read_regular(FILE))
    return found
