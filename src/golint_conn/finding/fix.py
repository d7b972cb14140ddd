"""Fixes: what would cure a finding, as edits of files, and how far they can be trusted."""

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from golint_conn.source import Edit


class Applicability(Enum):
    """Who may apply a fix.

    SAFE: any program, for what the code does stays the same but for the defect. UNSAFE: a program that was told to,
    because something else may change that people should look at. DISPLAY_ONLY: nobody but people.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY_ONLY = "display-only"


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to cure a finding; raises ValueError for edits that cannot all be made.

    `title` says what the fix does, in the imperative and without a full stop. `claims` are names that it declares, each
    with its package: of two fixes that claim the same only one can be applied before the other is computed anew.
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
        """Whether the text of all edits can be told as text: nothing that is moved holds bytes that are not UTF-8."""
        return not any("\ud800" <= character <= "\udfff" for edit in self.edits for character in edit.text)
