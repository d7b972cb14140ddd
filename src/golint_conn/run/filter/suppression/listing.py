"""Listing: all directives that can suppress findings of ours, with their reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.run.filter.suppression.judge import Judge
from golint_conn.run.filter.suppression.peers import meant
from golint_conn.syntax.directives import Dialect

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from golint_conn.source.reader import Reader
    from golint_conn.syntax.directives import Directive


@dataclass(frozen=True, slots=True)
class Listed:
    """One directive; without `rules` it covers all of them. `state` says why it suppresses nothing, or is empty."""

    path: str
    line: int
    written_as: str
    rules: tuple[str, ...]
    reason: str
    until: str
    state: str


def listed(files: Iterable[str], reader: Reader, known: Collection[str], day: str) -> list[Listed]:
    """Return the directives in some files, given by absolute paths, ordered by path and line."""
    judge = Judge(reader, known, day)
    result = []
    for path in sorted(map(reader.display, files)):
        there = judge.file(path)
        for directive in there[1] if there is not None else ():
            rules = directive.names if directive.dialect is Dialect.OWN else _meant(directive, known)
            if rules is not None:
                state = directive.malformed or ("expired" if judge.is_expired(directive) else "")
                unknown = [name for name in rules if name not in known]
                state = state or (f"no such rule: {', '.join(unknown)}" if unknown else "")
                reason, until = directive.reason, directive.until
                result.append(Listed(path, directive.line, _spelled(directive), rules, reason, until, state))
    return result


def _spelled(directive: Directive) -> str:
    """Return the words that begin a directive, with the names that it gives for another linter."""
    words = directive.dialect.value
    if directive.dialect is Dialect.OWN or not directive.names:
        return words
    between = ":" if directive.dialect is Dialect.NOLINT else " "
    return f"{words}{between}{','.join(directive.names)}"


def _meant(directive: Directive, known: Collection[str]) -> tuple[str, ...] | None:
    """Return our rules that a directive of another linter covers, or None if it covers none."""
    rules = meant(directive)
    if rules is None:
        return ()
    return tuple(rule for rule in rules if rule in known) or None
