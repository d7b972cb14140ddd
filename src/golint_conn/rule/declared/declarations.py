"""Declared: obligation kinds and library models that a team declares as data, and the rules made from them.

All of it is plain frozen data: worker processes get it as it is, two runs that declare the same are equal, and it is
kept nowhere but in the settings of a run. It contains no code, so it needs no trust.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from typing import TYPE_CHECKING

from golint_conn.finding import Applicability, Confidence, Severity
from golint_conn.names.libraries import package_name
from golint_conn.names.libraries.entries import PackageModel
from golint_conn.names.libraries.library import Library
from golint_conn.rule.about.rule_info import RuleInfo
from golint_conn.rule.declared.contract_info import INFO, Pin
from golint_conn.rule.fullnames import split_name
from golint_conn.rule.model import Asks, Needs, ObligationRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from golint_conn.flow.obligation import ObligationKind, OutcomeKind
    from golint_conn.rule.model import Model

TAG = "declared"
"""The tag of rules that are made from data and not from a rule file."""

FUNCTION = "."
"""What the full name of a function holds, and the name of a method does not."""


@dataclass(frozen=True, slots=True)
class DeclaredObligation:
    """A kind of obligation and the rule about it; `where` names the file that declares them.

    `why` says why it matters. `message`, `partly` and `hint` may hold `{thing}`, which is replaced by the kind's name;
    `notes` describe the place where a path ends in some way.
    """

    kind: ObligationKind
    id: str
    category: str
    severity: Severity
    title: str
    why: str
    message: str
    partly: str
    hint: str
    notes: tuple[tuple[OutcomeKind, str], ...]
    where: str
    tests: bool = False
    cwe: tuple[int, ...] = ()

    def rule(self, library: Library) -> ObligationRule:
        """Return the rule, for files that a library relates to it."""
        from golint_conn.rule.fixes.defers import deferred  # noqa: PLC0415 (it loads the parser)

        named = [split_name(each) for each in self.kind.acquired_by]
        handed = library.handing(self.kind.name).values()
        return ObligationRule(
            id=self.id,
            category=self.category,
            severity=self.severity,
            needs=Needs(
                imports=tuple(sorted({package for package, _ in named})),
                words=tuple(sorted({name.rpartition(".")[2] for _, name in named}.union(*handed))),
                handing=(self.kind,),
                alone=tuple(sorted(_telling(named))),
            ),
            kinds=(self.kind,),
            notes=dict(self.notes),
            message=self.message,
            hint=self.hint,
            asks=Asks.RELEASED,
            partly=self.partly,
            # Whether it may be released twice is not declared.
            fix=partial(deferred, applicability=Applicability.UNSAFE),
            tests=self.tests,
            cwe=self.cwe,
            tags=(self.category, TAG),
        )

    @property
    def info(self) -> RuleInfo:
        """The description of the rule."""
        return RuleInfo(
            id=self.id,
            category=self.category,
            title=self.title,
            summary=" ".join(self.why.strip().split("\n\n")[0].split()),
            documentation=f"{self.why.strip()}\n\n## Declared\n\n" + "\n".join(self._told()),
            severity=self.severity,
            confidence=Confidence.HIGH,
            cwe=self.cwe,
            tags=(self.category, TAG),
        )

    def _told(self) -> Iterator[str]:
        """Yield the lines that list what is declared."""
        kind = self.kind
        yield f"- In: {self.where}"
        yield f"- Kind: {kind.name}"
        if kind.acquired_by:
            yield f"- Acquired by: {_listed(kind.acquired_by)}, as result {kind.result}"
        if kind.part:
            yield f"- Part that has to be released: `{'.'.join(kind.part)}`"
        given: dict[str, set[str]] = {}
        for name, effect in kind.effects:
            given.setdefault(effect.value, set()).add(name)
        ways = {"()" if each == "()" else f".{each}()" for each in kind.released_by}
        yield f"- Released by: {_listed(ways | given.pop('releases', set()))}"
        yield from (f"- {_GIVEN[effect]}: {_listed(names)}" for effect, names in sorted(given.items()))
        if kind.exempt:
            yield f"- Not acquired by: {_listed(kind.exempt)}"


_GIVEN = {"takes": "Taken over by", "wraps": "Owned by the result of"}


@dataclass(frozen=True, slots=True)
class Declared:
    """Everything that is declared: models of packages, kinds of obligations with their rules, and pinned contracts.

    `faults` say what is wrong with the rest, each with its file and line.
    """

    packages: tuple[PackageModel, ...] = ()
    obligations: tuple[DeclaredObligation, ...] = ()
    pins: tuple[Pin, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[ObligationKind, ...]:
        """The kinds of obligations that are declared."""
        return tuple(each.kind for each in self.obligations)

    @property
    def digest(self) -> str:
        """The SHA-256 of all of it in hexadecimal digits, the same in every process, so that it can be a cache key."""
        from hashlib import sha256  # noqa: PLC0415 (few runs declare anything)

        return sha256(_canonical(self).encode()).hexdigest()

    def library(self) -> Library:
        """Return a library that holds the models, for one workspace."""
        return Library(self.packages)

    def rules(self) -> Iterator[tuple[Model, RuleInfo, str]]:
        """Yield the rules with their descriptions and the files that declare them."""
        library = self.library()
        for each in self.obligations:
            yield each.rule(library), each.info, each.where
        if self.pins:
            from golint_conn.rule.declared.contract_rule import contract_rule  # noqa: PLC0415 (it loads the parser)

            yield contract_rule(self.pins), INFO, self.pins[0].where


def _canonical(value: object) -> str:
    """Return plain data as text in which the order of sets makes no difference."""
    if is_dataclass(value) and not isinstance(value, type):
        inside = ",".join(f"{each.name}={_canonical(getattr(value, each.name))}" for each in fields(value))
        return f"{type(value).__name__}({inside})"
    if isinstance(value, frozenset):
        return f"{{{','.join(sorted(map(_canonical, value)))}}}"
    if isinstance(value, tuple):
        return f"[{','.join(map(_canonical, value))}]"
    return repr(value)


def _telling(named: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield words that by themselves show that a file may be related to one of some functions.

    These are the names of methods, whose users need not import the package, and the package's own clause.
    """
    for package, name in named:
        yield f"package {package_name(PackageModel(package))}"
        if "." in name:
            yield name.rpartition(".")[2]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
