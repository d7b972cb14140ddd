"""What happens on GitHub to a part of a SARIF log, if its author may not expect it."""

from dataclasses import dataclass
from enum import Enum


class Effect(Enum):
    """What GitHub does, the worst first.

    REJECTED: it accepts nothing of the whole file. CUT: it accepts a part. HIDDEN: it accepts something and does not
    show it. CHANGED: it shows something in a different form.
    """

    REJECTED = "rejected"
    CUT = "cut"
    HIDDEN = "not shown"
    CHANGED = "shown otherwise"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: what GitHub does, why, and where: a path into the document, with the file and line it refers to."""

    effect: Effect
    reason: str
    place: str = ""
