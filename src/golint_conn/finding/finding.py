"""What a finding is: one defect, reported once, with the places that prove it.

Two axes grade it. *Severity* is what the defect costs at its place; *confidence* is how the answer was reached. Neither
replaces the other: a certain note and a doubtful error are both useful, to different readers.
"""

from dataclasses import dataclass
from enum import Enum, IntEnum

from golint_conn.finding.fix import Fix
from golint_conn.finding.suppression import Suppression
from golint_conn.source import Span


class Severity(IntEnum):
    """What the defect costs, ordered."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The lower-case word used in reports and in the configuration."""
        return self.name.lower()


class Confidence(IntEnum):
    """How the answer was reached, ordered.

    HIGH: every symbol on the way was resolved. MEDIUM: one was matched by name or by usage. LOW: the answer depends on
    code that was not seen.
    """

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def label(self) -> str:
        """The lower-case word used in reports."""
        return self.name.lower()


class LocationKind(Enum):
    """The purpose of a location: the defect, what explains it, or only a place where an ignore comment counts."""

    PRIMARY = "primary"
    RELATED = "related"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Location:
    """A span of a file with a short note about the code there; the note of the primary location may be empty."""

    path: str
    span: Span
    kind: LocationKind
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect.

    `message` says what is wrong in one sentence, without a position. `hint` says what to do. `symbol` names the
    enclosing function and `anchor` holds the normalized text of the reported code; both go into the fingerprint. `flow`
    is the path on which the defect happens, empty if it needs none. `exits` are the places where control leaves the
    function, each with a note on what happens on the way there. `pedantic` findings are shown only on request. Each of
    the `fixes` is enough by itself. `suppression` says why the finding is not shown.
    """

    rule: str
    message: str
    severity: Severity
    confidence: Confidence
    locations: tuple[Location, ...]
    hint: str = ""
    flow: tuple[Location, ...] = ()
    exits: tuple[Location, ...] = ()
    symbol: str = ""
    anchor: str = ""
    pedantic: bool = False
    fixes: tuple[Fix, ...] = ()
    fingerprint: str = ""
    suppression: Suppression | None = None

    def __post_init__(self) -> None:
        if sum(location.kind is LocationKind.PRIMARY for location in self.locations) != 1:
            message = f"a finding of {self.rule} needs exactly one primary location"
            raise ValueError(message)

    @property
    def primary(self) -> Location:
        """The location of the defect itself."""
        return next(location for location in self.locations if location.kind is LocationKind.PRIMARY)

    @property
    def related(self) -> tuple[Location, ...]:
        """The locations that explain the defect, in the order that the rule gave."""
        return tuple(location for location in self.locations if location.kind is LocationKind.RELATED)

    @property
    def paths(self) -> frozenset[str]:
        """The paths of all files that the finding names, in its locations and in the edits of its fixes."""
        places = {each.path for each in (*self.locations, *self.flow, *self.exits)}
        return frozenset(places.union(edit.path for fix in self.fixes for edit in fix.edits))

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """The position of the finding in a report: by path, then place, then rule."""
        place = self.primary
        return (place.path, place.span.start, place.span.end, self.rule)
