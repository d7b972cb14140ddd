"""What the server asks of the analysis process, and what that answers: plain, picklable data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.face.server.positions import Place, Point
    from golint_conn.finding import Severity
    from golint_conn.rule.about.rule_info import RuleInfo
    from golint_conn.run.request import CheckRequest


@dataclass(frozen=True, slots=True)
class Scope:
    """What one analysis covers: a request for some files, and the texts of the open ones by their absolute paths."""

    request: CheckRequest
    buffers: dict[str, bytes] = field(repr=False)
    encoding: str = "utf-16"


@dataclass(frozen=True, slots=True)
class CheckJob:
    """Find what touches the files of a scope."""

    scope: Scope


@dataclass(frozen=True, slots=True)
class OffersJob:
    """Find the possible actions for some findings of a scope."""

    scope: Scope
    wanted: frozenset[Identity]


@dataclass(frozen=True, slots=True)
class FixAllJob:
    """Apply all safe fixes for the findings in a file, by its absolute path, that change no other file."""

    scope: Scope
    path: str


Job = CheckJob | OffersJob | FixAllJob


@dataclass(frozen=True, slots=True)
class Identity:
    """Distinguishes a finding from others of the same text."""

    rule: str
    place: Place


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as editors show it; `related` are the places that explain it, each with a note."""

    rule: str
    message: str
    hint: str
    severity: Severity
    place: Place
    related: tuple[tuple[Place, str], ...] = ()
    is_deprecated: bool = False
    is_unnecessary: bool = False

    @property
    def identity(self) -> Identity:
        """Distinguishes it from others of the same text."""
        return Identity(self.rule, self.place)

    def touches(self, paths: frozenset[str]) -> bool:
        """Return whether it is in one of some files, or something there explains it."""
        return self.place.path in paths or any(place.path in paths for place, _ in self.related)


class Urgency(IntEnum):
    """How a message reaches the user: in the log, or immediately."""

    LOG = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Message:
    """Something about the run, not about the code."""

    urgency: Urgency
    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings of a run, with the descriptions of their rules."""

    findings: tuple[Shown, ...]
    rules: dict[str, RuleInfo]
    messages: tuple[Message, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class TextChange:
    """Text that replaces a range."""

    start: Point
    end: Point
    text: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """Non-overlapping changes of one file, by its absolute path."""

    path: str
    changes: tuple[TextChange, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A tested action for a finding (for a whole file, if that is None)."""

    about: Identity | None
    title: str
    files: tuple[FileChange, ...]
    is_preferred: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """All possible actions, and messages about impossible ones."""

    offers: tuple[Offer, ...]
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing could be analyzed; earlier findings in the files of the scope are no longer valid."""

    messages: tuple[Message, ...]


Answer = Checked | Offered | Failed
