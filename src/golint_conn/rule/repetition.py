"""Repetition: what a rule says about how often its code runs, and how severe a leak on each run is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.finding import Severity

if TYPE_CHECKING:
    from golint_conn.program.reach import Reach
    from golint_conn.program.site import Site


@dataclass(frozen=True, slots=True)
class Repetition:
    """`words` follow "is built ..."; `severity` is an error only if `related` shows what runs the code again."""

    words: str
    severity: Severity
    related: tuple[tuple[Site, str], ...]


def repetition(reach: Reach) -> Repetition:
    """Return what a rule says about code with this frequency."""
    shown = ((reach.evidence, f"this runs it {reach.words}"),) if reach.is_repeated and reach.evidence else ()
    return Repetition(reach.words, Severity.ERROR if reach.is_repeated else Severity.WARNING, shown)
