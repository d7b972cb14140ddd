"""What the server asks of the process that analyses, and what that answers: plain data, fit for pickling."""

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
    """What one analysis looks at: a request for some files, and the texts of the open ones by their absolute paths."""

    request: CheckRequest
    buffers: dict[str, bytes] = field(repr=False)
    encoding: str = "utf-16"


@dataclass(frozen=True, slots=True)
class CheckJob:
    """Find what touches the files of a scope."""

    scope: Scope


@dataclass(frozen=True, slots=True)
class OffersJob:
    """Find out what can be done about some findings of a scope."""

    scope: Scope
    wanted: frozenset[Identity]


@dataclass(frozen=True, slots=True)
class FixAllJob:
    """Make all safe fixes of the findings in a file, by its absolute path, that change no other file."""

    scope: Scope
    path: str


Job = CheckJob | OffersJob | FixAllJob


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a finding from others of the same text."""

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
        """What tells it from others of the same text."""
        return Identity(self.rule, self.place)

    def touches(self, paths: frozenset[str]) -> bool:
        """Return whether it stands in one of some files, or something there explains it."""
        return self.place.path in paths or any(place.path in paths for place, _ in self.related)


class Urgency(IntEnum):
    """How a message reaches people: in the log, or at once."""

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
    """What a run has found, with the descriptions of the rules that it was found by."""

    findings: tuple[Shown, ...]
    rules: dict[str, RuleInfo]
    messages: tuple[Message, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text in place of a range."""

    start: Point
    end: Point
    text: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """Changes of one file, by its absolute path, that do not overlap."""

    path: str
    changes: tuple[TextChange, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be done about a finding (about a whole file, where that is None), tried out before."""

    about: Identity | None
    title: str
    files: tuple[FileChange, ...]
    is_preferred: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """All that can be done, and why something cannot."""

    offers: tuple[Offer, ...]
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing could be analysed; what is known of the files of the scope holds no longer."""

    messages: tuple[Message, ...]


Answer = Checked | Offered | Failed
