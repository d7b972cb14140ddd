"""Repetition: what a rule says of how often its code runs, and how severe that makes what each run leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.finding import Severity

if TYPE_CHECKING:
    from golint_conn.program.reach import Reach
    from golint_conn.program.site import Site


@dataclass(frozen=True, slots=True)
class Repetition:
    """`words` follow "is built ..."; `severity` is an error only where `related` shows what runs the code again."""

    words: str
    severity: Severity
    related: tuple[tuple[Site, str], ...]


def repetition(reach: Reach) -> Repetition:
    """Return what a rule says of code that is reached so often."""
    shown = ((reach.evidence, f"this runs it {reach.words}"),) if reach.is_repeated and reach.evidence else ()
    return Repetition(reach.words, Severity.ERROR if reach.is_repeated else Severity.WARNING, shown)
