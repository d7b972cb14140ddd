"""What becomes of a part of a SARIF log on GitHub, other than what its author may expect."""

from dataclasses import dataclass
from enum import Enum


class Effect(Enum):
    """What GitHub does, the worst first.

    REJECTED: it takes nothing of the whole file. CUT: it takes a part. HIDDEN: it takes something and does not show it.
    CHANGED: it shows it otherwise than it is written.
    """

    REJECTED = "rejected"
    CUT = "cut"
    HIDDEN = "not shown"
    CHANGED = "shown otherwise"


@dataclass(frozen=True, slots=True)
class Problem:
    """One such thing: what GitHub does, why, and where: a path into the document, with the file and line meant."""

    effect: Effect
    reason: str
    place: str = ""
