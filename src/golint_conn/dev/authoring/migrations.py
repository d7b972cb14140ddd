"""The changes from each version of the API to the next that affect rule files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RenamedArgument:
    """An argument of a class or function of the API that has a new name."""

    callee: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Migration:
    """The step from one version to the next; `reason` says why it was worth it."""

    version: int
    arguments: tuple[RenamedArgument, ...]
    reason: str


MIGRATIONS = (
    Migration(
        version=1,
        arguments=(RenamedArgument("ObligationRule", "words", "notes"),),
        reason="`words` meant the words that a file must hold in Needs, and the text about an outcome in "
        "ObligationRule; the latter are the notes of a finding, as everywhere else. Since version 2 a file states "
        "its version, so that an outdated one gets a clear message before it fails.",
    ),
)
"""The steps, starting with the first version; each leads to the next version."""
