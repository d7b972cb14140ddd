"""What has changed from each version of the api to the next, as far as a rule file is concerned."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RenamedArgument:
    """An argument of a class or function of the api that has another name now."""

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
        reason="`words` was what a file must hold in Needs, and what is said of an outcome in ObligationRule; the "
        "latter are the notes of a finding, and every other place calls them that. From version 2 on a file says "
        "which version it is written for, so that one that is too old is told so before it fails.",
    ),
)
"""The steps, from the first version on; each leads to the version behind its own."""
