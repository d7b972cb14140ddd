"""Directives: comments that tell a linter to leave something alone, and the lines that they cover.

Our own is `//golint-conn:ignore RULE[,RULE] [until=YYYY-MM-DD] -- reason`. gofmt puts a space after the slashes of a
declaration's comment, so it may have one. A table of patterns reads the directives of other linters. It finds the names
that they give; which of our rules these stand for is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from golint_conn.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.source import SourceFile
    from golint_conn.syntax.node import Node
    from golint_conn.syntax.tree import Tree

MARKER = "golint-conn:ignore"
REASON = "--"
_UNTIL = "until="


_NOWHERE = Span(0, 0)


class Scope(Enum):
    """Which lines a directive covers.

    LINE: its own, or the next line of code if it stands alone. NODE: its own, or the whole statement or declaration
    that follows it if it stands alone; the whole file if that is the package clause. FILE: all.
    """

    LINE = "line"
    NODE = "node"
    FILE = "file"


class Dialect(Enum):
    """Which linter a directive belongs to, by its leading words."""

    OWN = MARKER
    NOLINT = "nolint"
    NOSEC = "#nosec"
    GOSEC = "gosec:disable"
    LINT_IGNORE = "lint:ignore"
    LINT_FILE_IGNORE = "lint:file-ignore"
    HANDLED = "bodyclose:handled"


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive; without `names` it covers everything that its linter reports.

    `first` and `last` are the lines that it covers, `line` is its own. `malformed` says why it is not a valid directive
    of ours, and is empty if it is valid. `span` is that of the comment.
    """

    dialect: Dialect
    names: tuple[str, ...]
    reason: str = ""
    until: str = ""
    malformed: str = ""
    span: Span = _NOWHERE
    line: int = 0
    first: int = 0
    last: int = 0

    def covers(self, first: int, last: int) -> bool:
        """Return whether the directive covers one of some lines, or is itself on one of them."""
        return (self.first <= last and first <= self.last) or first <= self.line <= last


@dataclass(frozen=True, slots=True)
class _Form:
    """How one dialect begins, up to the reason in the rest of the line: group `names`, and its scope."""

    dialect: Dialect
    pattern: re.Pattern[str]
    scope: Scope


_FORMS = (
    _Form(
        Dialect.NOLINT,
        re.compile(r"//\s*nolint(?::(?P<names>[\w\s,-]*+)|(?!\S)[^/]*+)(?://|\Z)"),
        Scope.NODE,
    ),
    _Form(
        Dialect.NOSEC,
        re.compile(r"(?:(?<=\s)|(?<=^/[/*]))#nosec\b(?P<names>(?:[\s,]*+G\d++\b)*)[\s:-]*+"),
        Scope.NODE,
    ),
    _Form(
        Dialect.GOSEC,
        re.compile(r"//gosec:disable\b(?P<names>(?:[\s,]*+G\d++\b)*)[\s:-]*+"),
        Scope.NODE,
    ),
    _Form(
        Dialect.LINT_IGNORE,
        re.compile(r"//lint:ignore\s++(?P<names>\S++)\s++(?=\S)"),
        Scope.LINE,
    ),
    _Form(
        Dialect.LINT_FILE_IGNORE,
        re.compile(r"//lint:file-ignore\s++(?P<names>\S++)\s++(?=\S)"),
        Scope.FILE,
    ),
    _Form(
        Dialect.HANDLED,
        re.compile(r"//\s*bodyclose:handled\b(?P<names>)"),
        Scope.LINE,
    ),
)

_OWN = re.compile(rf"//[ \t]*{MARKER}(?=[ \t]|\Z)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def written(names: tuple[str, ...], reason: str, until: str = "") -> str:
    """Return the text of a directive of ours.

    >>> written(("conn-not-closed",), "the pool closes it", "2027-01-31")
    '//golint-conn:ignore conn-not-closed until=2027-01-31 -- the pool closes it'
    """
    expiry = f" {_UNTIL}{until}" if until else ""
    return f"//{MARKER} {','.join(names)}{expiry} {REASON} {' '.join(reason.split())}"


def parsed(text: str) -> Iterator[tuple[Directive, Scope]]:
    """Yield the directives in the text of one comment, each with its scope.

    >>> [(each.names, each.reason) for each, _ in parsed("//nolint:bodyclose,noctx // the caller closes it")]
    [(('bodyclose', 'noctx'), 'the caller closes it')]
    """
    text = text.rstrip()
    own = _OWN.match(text)
    if own is not None:
        yield _own(text[own.end() :].strip()), Scope.LINE
    if text.startswith("/*"):
        text = text.removesuffix("*/").rstrip()
    last = text.rfind("\n")
    for form in _FORMS:
        starts = form.pattern.finditer(text) if form.dialect is Dialect.NOSEC else (form.pattern.match(text),)
        # A directive inside a block comment may give its reason on the last line.
        match = next((each for each in starts if each is not None and each.end() > last), None)
        if match is not None:
            names = tuple(re.findall(r"[^\s,]+", match["names"] or ""))
            yield Directive(form.dialect, names, text[match.end() :].strip()), form.scope


def _own(rest: str) -> Directive:
    """Return one of our directives from the text after the marker."""
    head, dashes, reason = f" {rest} ".partition(f" {REASON} ")
    words = ",".join(each.strip() for each in head.split(",")).split()
    until = "".join(word.removeprefix(_UNTIL) for word in words if word.startswith(_UNTIL))
    names = tuple(name for word in words if not word.startswith(_UNTIL) for name in word.split(",") if name)
    lists = sum(not word.startswith(_UNTIL) for word in words)
    malformed = ""
    if not names:
        malformed = "it names no rule"
    elif lists > 1 and not dashes:
        malformed = f'it gives no reason: write one after " {REASON} "'
    elif lists > 1:
        malformed = "rules must be separated by commas"
    elif not reason.strip():
        malformed = f'it gives no reason: write one after " {REASON} "'
    elif len(words) - lists > 1 or (words[-1].startswith(_UNTIL) and not is_date(until)) or words[0].startswith(_UNTIL):
        malformed = f"its expiry must be written {_UNTIL}YYYY-MM-DD after the rules"
    return Directive(Dialect.OWN, names, reason.strip(), until, malformed)


def is_date(text: str) -> bool:
    """Return whether a text is a calendar date, written as YYYY-MM-DD."""
    if not _DATE.fullmatch(text):
        return False
    from datetime import date  # noqa: PLC0415 - only an expiry needs the calendar

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def directives(tree: Tree) -> list[Directive]:
    """Return the directives of a file in source order."""
    comments = tree.comments()
    lines = _Lines(tree, comments)
    found = []
    for comment in comments:
        for directive, scope in parsed(comment.text):
            line = tree.source.line_number(comment.start)
            first, last = lines.about(comment, scope)
            found.append(
                Directive(
                    directive.dialect,
                    directive.names,
                    directive.reason,
                    directive.until,
                    directive.malformed,
                    Span(comment.start, comment.start + len(comment.text.rstrip().encode())),
                    line,
                    first,
                    last,
                )
            )
    return found


_CONTAINERS = frozenset({"source_file", "block", "statement_list"})


def beginning(tree: Tree, line: int) -> Node | None:
    """Return the largest statement, declaration or expression that begins on a line; None if none begins there."""
    if not 1 <= line <= len(tree.source.line_starts):
        return None
    span = tree.source.line_span(line)
    text = tree.source.data[span.start : span.end]
    start = span.start + len(text) - len(text.lstrip())
    node = tree.root.descendant_at(start, start + 1) if start < span.end else None
    if node is None or node.start != start or node.kind in _CONTAINERS:
        return None
    outer = node.parent
    while outer is not None and outer.start == start and outer.kind not in _CONTAINERS:
        node, outer = outer, outer.parent
    return node


class _Lines:
    """Which lines the comments of a file cover."""

    def __init__(self, tree: Tree, comments: list[Node]) -> None:
        self._tree = tree
        self._source: SourceFile = tree.source
        self._below: dict[int, int] = {}
        # The last comes first: a comment above another covers what that one covers.
        for comment in reversed([*self._alone(comments)]):
            after = self._source.line_number(comment.end) + 1
            self._below[self._source.line_number(comment.start)] = self._below.get(after, after)

    def _alone(self, comments: list[Node]) -> Iterator[Node]:
        """Yield the comments that are alone on their lines."""
        data = self._source.data
        last = 0
        for comment in comments:
            line = self._source.line_span(self._source.line_number(comment.start))
            # Only the first comment of a line is looked at; the line may be long and hold many.
            is_first, last = last <= line.start, comment.end
            if is_first and not data[line.start : comment.start].strip():
                end = data.find(b"\n", comment.end)
                if not data[comment.end : end if end >= 0 else None].strip():
                    yield comment

    def about(self, comment: Node, scope: Scope) -> tuple[int, int]:
        """Return the first and the last line that a comment covers."""
        everything = (1, len(self._source.line_starts))
        if scope is Scope.FILE:
            return everything
        line = self._source.line_number(comment.start)
        at = self._below.get(line, line)
        if at == line or at > everything[1]:
            return line, line
        if scope is Scope.LINE:
            return at, at
        node = beginning(self._tree, at)
        if node is None:
            return at, at
        return everything if node.kind == "package_clause" else (at, self._source.line_number(node.end))
