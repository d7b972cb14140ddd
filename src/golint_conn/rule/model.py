"""What a rule is.

A rule file ends in `RULE = ...`, which has one of five shapes. A `StructRule`, `CallRule` or `FieldRule` is about what
it names: types, functions or fields. For each of these in a file, a small pure function checks it with the help of the
lower floors and yields findings. An `ObligationRule` has rows of the obligation table and notes on what may happen to
such an obligation; the engine finds the calls and follows them. A `QueryRule`, for the rest, has a query in
tree-sitter's language that finds candidates. `needs` says what a file must contain for the rule to have anything to say
about it; the pre-filter is derived from that. The first three shapes derive it, and their queries, from the names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from golint_conn.finding import Confidence, Finding, Severity
from golint_conn.rule.metadata import require_types
from golint_conn.rule.placement import Placement
from golint_conn.rule.subjects import Calls, Fields, Mentions, Names, Structs, Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from golint_conn.finding import Fix
    from golint_conn.flow.obligation import ObligationKind, OutcomeKind
    from golint_conn.rule.configured import Configured
    from golint_conn.rule.context import Context
    from golint_conn.rule.followed import Followed
    from golint_conn.rule.setting import Setting
    from golint_conn.rule.subjects import Call
    from golint_conn.syntax import Match

CATEGORIES = ("leak", "reuse", "timeout", "deprecated", "security")
"""The categories, in the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a file must hold: an import of one of these packages, and one of these words anywhere.

    `handing` are kinds of obligations: the packages that acquire them, by library models, count as imports too. Without
    words, the names of what acquires them are the words. With `clients` the same applies to what makes long-lived
    clients, by library models. `alone` are words that need no import: telltale ones, for files that get their values
    from other files of their package.
    """

    imports: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    handing: tuple[ObligationKind, ...] = ()
    alone: tuple[str, ...] = ()
    clients: bool = False

    def __post_init__(self) -> None:
        require_types(self)
        if not (self.handing or self.clients or self.alone or (self.imports and self.words)):
            message = "a rule needs at least one import and one word, or a word that needs no import"
            raise ValueError(message)
        if "" in {*self.imports, *self.words, *self.alone}:
            message = "what a rule needs cannot be an empty string: every file holds it"
            raise ValueError(message)


class Asks(Enum):
    """What an obligation rule asks about a handle.

    RELEASED: is it released on every path? CHECKED_FIRST: is the error that comes with it checked before it is used?
    READ: is it read before it is released?
    """

    RELEASED = "released"
    CHECKED_FIRST = "checked first"
    READ = "read"


@dataclass(frozen=True, slots=True)
class QueryRule:
    """A rule that checks the matches of a query; raises TypeError or ValueError for unusable metadata.

    `query` is in tree-sitter's language; `check` gets each match with a `Context` and yields findings. `tests` says
    whether the rule reports in test files at all. `cwe` and `tags` go into SARIF. `placement` says where findings can
    be; the narrower it is, the faster a run over a few files. A rule that reports anywhere in the module can list names
    in `elsewhere`: a file mentions one of them if it gets a finding that was made in another file.
    """

    id: str
    category: str
    severity: Severity
    needs: Needs
    query: str
    check: Callable[[Match, Context], Iterator[Finding]]
    confidence: Confidence = Confidence.HIGH
    tests: bool = False
    cwe: tuple[int, ...] = ()
    tags: tuple[str, ...] = field(default=())
    security_severity: float | None = None
    placement: Placement = Placement.MODULE
    elsewhere: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        validate(self)

    @property
    def looks(self) -> tuple[Look, ...]:
        """What it looks at, and what it does with that."""
        return ((self.query, self.check),)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRule:
    """What rules about named types, functions or fields have in common.

    `also` are further subjects of the rule. `imports` are packages whose import makes a file relevant, in addition to
    those of the names. `tests`, `cwe`, `tags`, `placement` and `elsewhere` are those of a `QueryRule`.
    """

    id: str
    category: str
    severity: Severity
    also: tuple[Subject, ...] = ()
    imports: tuple[str, ...] = ()
    confidence: Confidence = Confidence.HIGH
    tests: bool = False
    cwe: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    security_severity: float | None = None
    placement: Placement = Placement.MATCH
    elsewhere: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        validate(self)

    @property
    def subject(self) -> Subject:
        """The main subject of the rule."""
        raise NotImplementedError

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """Everything that the rule is about."""
        return (self.subject, *self.also)

    @property
    def looks(self) -> tuple[Look, ...]:
        """What it looks at, and what it does with that."""
        return tuple((each.query, each.findings) for each in self.subjects)

    @property
    def needs(self) -> Needs:
        """What a file must hold: it follows from the names."""
        packages = dict.fromkeys(path for each in self.subjects for path in each.packages)
        words = dict.fromkeys(word for each in self.subjects for word in each.words)
        return Needs(tuple(packages | dict.fromkeys(self.imports)), tuple(words))


@dataclass(frozen=True, slots=True, kw_only=True)
class StructRule(NamedRule):
    """A rule about structs of a type; raises TypeError or ValueError for unusable metadata.

    `type` is its full name, `net/http.Server`, or there are several. `check` is called for each that is made (by a
    literal, by `new`, as a variable without a value; with `clones` also by its method Clone) and yields findings.
    """

    type: Names
    check: Callable[[Configured, Context], Iterator[Finding]]
    clones: bool = False

    @property
    def subject(self) -> Structs:
        """The structs."""
        return Structs(self.type, self.check, self.clones)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRule(NamedRule):
    """A rule about calls; raises TypeError or ValueError for unusable metadata.

    `calls` are full names of functions and methods, `net/http.Get` and `net/http.Client.Do`; `check` is called for each
    call of one of them, and yields findings.
    """

    calls: Names
    check: Callable[[Call, Context], Iterator[Finding]]

    @property
    def subject(self) -> Calls:
        """The calls."""
        return Calls(self.calls, self.check)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule(NamedRule):
    """A rule about fields; raises TypeError or ValueError for unusable metadata.

    `fields` are full names, `net/http.Transport.Dial`; `check` is called for each place where one of them is set, in a
    literal or by an assignment, and yields findings. A literal without keys counts in files that also name the field.
    """

    fields: Names
    check: Callable[[Setting, Context], Iterator[Finding]]

    @property
    def subject(self) -> Fields:
        """The fields."""
        return Fields(self.fields, self.check)


@dataclass(frozen=True, slots=True)
class ObligationRule:
    """A rule about what happens to obligations; raises TypeError or ValueError for unusable metadata.

    `kinds` are the rows that it follows, and `asks` says which question about them it answers. `notes` maps the
    outcomes that it reports to what is said about the place where they happen. `message` says what is wrong, with
    `{thing}` for the kind's name; `partly`, if given, is the message if other paths do release the obligation. `grade`
    gives the severity of one case, or None to report nothing; `fix` gives the cure, if there is a simple one. Findings
    are at the call that acquires an obligation, or at calls of functions that return it.
    """

    id: str
    category: str
    severity: Severity
    needs: Needs
    kinds: tuple[ObligationKind, ...]
    notes: Mapping[OutcomeKind, str]
    message: str
    hint: str
    asks: Asks
    partly: str = ""
    grade: Callable[[Followed, Context], Severity | None] | None = None
    fix: Callable[[Followed, Context], Fix | None] | None = None
    confidence: Confidence = Confidence.HIGH
    tests: bool = False
    cwe: tuple[int, ...] = ()
    tags: tuple[str, ...] = field(default=())
    security_severity: float | None = None

    def __post_init__(self) -> None:
        validate(self)

    @property
    def placement(self) -> Placement:
        """Where findings can be."""
        return Placement.CALLERS

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """None: callers are found by other means."""
        return ()


Model: TypeAlias = StructRule | CallRule | FieldRule | ObligationRule | QueryRule
"""A rule of any shape."""

Look: TypeAlias = "tuple[str, Callable[[Match, Context], Iterator[Finding]]]"
"""A query, and what is done with each of its matches."""

SHAPES = (StructRule, CallRule, FieldRule, ObligationRule, QueryRule)
"""The shapes; those that say most about themselves come first."""


_MOST_SEVERE = 10.0
_EXAMPLES: dict[type[Subject], str] = {
    Structs: "net/http.Server",
    Calls: "net/http.Get or net/http.Client.Do",
    Fields: "net/http.Transport.Dial",
    Mentions: "net/http.DefaultClient",
}
"""A full name of what each subject is about."""


def validate(rule: Model | NamedRule) -> None:
    """Raise TypeError or ValueError for unusable metadata."""
    require_types(rule)
    words = rule.id.split("-")
    if not all(word.isalnum() and word == word.lower() for word in words):
        message = f"rule id {rule.id!r} is not in lower-case-with-hyphens"
        raise ValueError(message)
    if rule.category not in CATEGORIES:
        message = f"rule {rule.id}: category {rule.category!r} is not one of {', '.join(CATEGORIES)}"
        raise ValueError(message)
    if (rule.security_severity is not None) != (rule.category == "security"):
        message = f"rule {rule.id}: security_severity belongs to rules of category security, and to all of them"
        raise ValueError(message)
    if rule.security_severity is not None and not 0 <= rule.security_severity <= _MOST_SEVERE:
        message = f"rule {rule.id}: security_severity is a number from 0.0 to {_MOST_SEVERE}"
        raise ValueError(message)
    if not isinstance(rule, ObligationRule) and rule.elsewhere and rule.placement is not Placement.MODULE:
        message = f"rule {rule.id}: elsewhere belongs to rules that report anywhere in the module"
        raise ValueError(message)
    if isinstance(rule, NamedRule):
        for each in rule.subjects:
            _require_full_names(rule, each)
    if isinstance(rule, ObligationRule):
        if not rule.kinds or not rule.notes:
            message = f"rule {rule.id}: an obligation rule needs at least one kind and the note on one outcome"
            raise ValueError(message)
        for name in ("message", "hint", "partly"):
            _refuse_places(rule, name)


def _require_full_names(rule: NamedRule, subject: Subject) -> None:
    """Raise ValueError for a subject without names, and for names that Go code could not mean."""
    example = _EXAMPLES[type(subject)]
    if not subject.names:
        message = f"rule {rule.id}: it must name something, such as {example}"
        raise ValueError(message)
    for name, package in zip(subject.names, subject.packages, strict=True):
        own = name[len(package) + 1 :].split(".")
        if not package.rpartition("/")[2] or not all(each.isidentifier() for each in own):
            message = f"rule {rule.id}: {name!r} is not a full name, such as {example}"
            raise ValueError(message)


def _refuse_places(rule: ObligationRule, name: str) -> None:
    """Raise ValueError for a text with braces around anything but the names that are filled in."""
    try:
        getattr(rule, name).format(thing="")
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        message = f"rule {rule.id}: {name} can hold {{thing}} and no other braces, except as {{{{ and }}}}"
        raise ValueError(message) from error
