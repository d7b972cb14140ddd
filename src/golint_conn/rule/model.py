"""What a rule is.

A rule file ends in `RULE = ...`, which has one of five shapes. A `StructRule`, `CallRule` or `FieldRule` is about what
it names: types, functions or fields. Where a file has one of these, a small pure function looks at it with the help of
the lower floors and yields findings. An `ObligationRule` has rows of the obligation table and the notes on what may
become of such an obligation; the engine finds the calls and follows them. A `QueryRule`, for the rest, has a query in
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

    `handing` are kinds of obligations: the packages that library models say to hand them out are imports too. Where no
    words are given, the names of what hands them out are the words. With `clients` the same holds for what library
    models say to make long-lived clients. `alone` are words that do without an import: telling ones, for files that get
    their values from other files of their package.
    """

    imports: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    handing: tuple[ObligationKind, ...] = ()
    alone: tuple[str, ...] = ()
    clients: bool = False

    def __post_init__(self) -> None:
        require_types(self)
        if not (self.handing or self.clients or self.alone or (self.imports and self.words)):
            message = "a rule needs at least one import and one word, or a word that does alone"
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
    """A rule that looks at the matches of a query; raises TypeError or ValueError for metadata that is not usable.

    `query` is in tree-sitter's language; `check` gets each match with a `Context` and yields findings. `tests` says
    whether the rule speaks in test files at all. `cwe` and `tags` go into SARIF. `placement` says where findings can
    stand; a run over a few files is the faster the less that is. One that reports anywhere in the module can name, in
    `elsewhere`, names of which a file speaks if a finding stands there that was made in another file.
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
    """What rules say that are about what they name: types, functions or fields.

    `also` are further subjects of the rule. `imports` are packages by whose import a file may have something for it,
    beside those of the names. `tests`, `cwe`, `tags`, `placement` and `elsewhere` are those of a `QueryRule`.
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
        """What the rule is about in the first place."""
        raise NotImplementedError

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """All that the rule is about."""
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
    """A rule about structs of a type; raises TypeError or ValueError for metadata that is not usable.

    `type` is its full name, `net/http.Server`, or there are several. `check` is called for each that is made (by a
    literal, by `new`, as a variable without a value; with `clones` by its method Clone too) and yields findings.
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
    """A rule about calls; raises TypeError or ValueError for metadata that is not usable.

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
    """A rule about fields; raises TypeError or ValueError for metadata that is not usable.

    `fields` are full names, `net/http.Transport.Dial`; `check` is called for each place where one of them is set, in a
    literal or by an assignment, and yields findings. A literal without keys counts in files that name the field too.
    """

    fields: Names
    check: Callable[[Setting, Context], Iterator[Finding]]

    @property
    def subject(self) -> Fields:
        """The fields."""
        return Fields(self.fields, self.check)


@dataclass(frozen=True, slots=True)
class ObligationRule:
    """A rule about what becomes of obligations; raises TypeError or ValueError for metadata that is not usable.

    `kinds` are the rows of what it follows, and `asks` says which question about them it is about. `notes` maps the
    outcomes that it reports to what is said of the place where they happen. `message` says what is wrong, with
    `{thing}` for the kind's name; `partly`, if given, says it where other paths do meet the obligation. `grade` gives
    the severity of one case, or None to keep quiet; `fix` what would cure it, if anything simple does. Findings stand
    at the call that hands an obligation out, or at calls of functions that hand it on.
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
        """Where findings can stand."""
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
"""The shapes, those that say most of themselves first."""


_MOST_SEVERE = 10.0
_EXAMPLES: dict[type[Subject], str] = {
    Structs: "net/http.Server",
    Calls: "net/http.Get or net/http.Client.Do",
    Fields: "net/http.Transport.Dial",
    Mentions: "net/http.DefaultClient",
}
"""A full name of what each subject is about."""


def validate(rule: Model | NamedRule) -> None:
    """Raise TypeError or ValueError for metadata that is not usable."""
    require_types(rule)
    words = rule.id.split("-")
    if not all(word.isalnum() and word == word.lower() for word in words):
        message = f"rule id {rule.id!r} is not in lower-case-with-hyphens"
        raise ValueError(message)
    if rule.category not in CATEGORIES:
        message = f"rule {rule.id}: category {rule.category!r} is none of {', '.join(CATEGORIES)}"
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
            message = f"rule {rule.id}: {name!r} is no full name, such as {example}"
            raise ValueError(message)


def _refuse_places(rule: ObligationRule, name: str) -> None:
    """Raise ValueError for a text in which something else stands in braces than what it is filled in with."""
    try:
        getattr(rule, name).format(thing="")
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        message = f"rule {rule.id}: {name} can hold {{thing}} and no other braces, but as {{{{ and }}}}"
        raise ValueError(message) from error
