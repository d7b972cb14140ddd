"""What a rule is.

A rule file ends in `RULE = ...`, which is one of two shapes. A `QueryRule` has a tree-sitter query that finds
candidates, and a small pure function that looks at one candidate with the help of the lower floors and yields findings.
An `ObligationRule` has rows of the obligation table and the notes on what may become of such an obligation; the engine
finds the calls and follows them. `needs` says what a file must contain for the rule to have anything to say about it;
the pre-filter is derived from that, so a rule that asks for less is fast.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from golint_conn.finding import Confidence, Finding, Severity
from golint_conn.rule.metadata import require_types
from golint_conn.rule.placement import Placement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from golint_conn.finding import Fix
    from golint_conn.flow.obligation import ObligationKind, OutcomeKind
    from golint_conn.rule.context import Context
    from golint_conn.rule.followed import Followed
    from golint_conn.syntax import Match

CATEGORIES = ("leak", "reuse", "timeout", "deprecated", "security")
"""The categories, in the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a file must hold: an import of one of these packages, and one of these words anywhere.

    `handing` are kinds of obligations: the packages that library models say to hand them out are imports too. Where no
    words are given, the names of what hands them out are the words. `alone` are words that do without an import:
    telling ones, for files that get their values from other files of their package.
    """

    imports: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    handing: tuple[ObligationKind, ...] = ()
    alone: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_types(self)
        if not (self.handing or self.alone or (self.imports and self.words)):
            message = "a rule needs at least one import and one word, or a word that does alone"
            raise ValueError(message)
        if "" in {*self.imports, *self.words, *self.alone}:
            message = "what a rule needs cannot be an empty string: every file holds it"
            raise ValueError(message)


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
        if self.elsewhere and self.placement is not Placement.MODULE:
            message = f"rule {self.id}: elsewhere belongs to rules that report anywhere in the module"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class ObligationRule:
    """A rule about what becomes of obligations; raises TypeError or ValueError for metadata that is not usable.

    `kinds` are the rows of what it follows. `notes` maps the outcomes that it reports to what is said of the place
    where they happen. `message` says what is wrong, with `{thing}` for the kind's name; `partly`, if given, says it
    where other paths do meet the obligation. `grade` gives the severity of one case, or None to keep quiet; `fix` what
    would cure it, if anything simple does. Findings stand at the call that hands an obligation out, or at calls of
    functions that hand it on.
    """

    id: str
    category: str
    severity: Severity
    needs: Needs
    kinds: tuple[ObligationKind, ...]
    notes: Mapping[OutcomeKind, str]
    message: str
    hint: str
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


Model = QueryRule | ObligationRule
"""Either shape."""


_MOST_SEVERE = 10.0


def validate(rule: Model) -> None:
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
    if isinstance(rule, ObligationRule):
        if not rule.kinds or not rule.notes:
            message = f"rule {rule.id}: an obligation rule needs at least one kind and the note on one outcome"
            raise ValueError(message)
        for name in ("message", "hint", "partly"):
            _refuse_places(rule, name)


def _refuse_places(rule: ObligationRule, name: str) -> None:
    """Raise ValueError for a text in which something else stands in braces than what it is filled in with."""
    try:
        getattr(rule, name).format(thing="")
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        message = f"rule {rule.id}: {name} can hold {{thing}} and no other braces, but as {{{{ and }}}}"
        raise ValueError(message) from error
