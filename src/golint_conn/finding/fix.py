"""Fixes: edits of files that would resolve a finding, and how far they can be trusted."""

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from golint_conn.source import Edit


class Applicability(Enum):
    """Who may apply a fix.

    SAFE: any program, because only the defect changes, not what the code does. UNSAFE: a program that was told to,
    because something else may change that a person should review. DISPLAY_ONLY: only people.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY_ONLY = "display-only"


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to resolve a finding; raises ValueError if the edits cannot all be made.

    `title` says what the fix does, in the imperative and without a period. `claims` are names that it declares, each
    with its package: of two fixes with the same claim, only one can be applied before the other is recomputed.
    """

    title: str
    edits: tuple[Edit, ...]
    applicability: Applicability
    claims: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.edits or any(first.overlaps(second) for first, second in pairwise(sorted(self.edits))):
            message = f"the fix {self.title!r} has no edits, or edits that overlap"
            raise ValueError(message)

    @property
    def is_unicode(self) -> bool:
        """Whether the text of all edits is valid Unicode: no moved text holds bytes that are not UTF-8."""
        return not any("\ud800" <= character <= "\udfff" for edit in self.edits for character in edit.text)
