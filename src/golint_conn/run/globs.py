"""Globs: patterns with wildcards as regular expressions whose time is linear in the path.

An expression such as `a.*b.*c` tries each place of `b` with each of `c`, and with more wildcards it practically never
ends. That is not necessary: taking the first match of a piece between two wildcards leaves the most room for the rest,
so no other match has to be tried.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathspec import GitIgnoreSpec

_LEADING, _BETWEEN = "(?:.+/)?", "(?:/.+)?"
_FIRST = {"": "", _LEADING: "(?:.+?/)??", _BETWEEN: "(?:/.+?)??"}
"""What pathspec writes for a leading `**` and for one between slashes, and a form that tries the nearest first."""

_STAR, _IN_NAME = "[^/]*", "[^/]"
"""What pathspec writes for `*`, and for each of its characters; in a name it writes nothing that contains a slash."""


def in_order(pieces: Sequence[str], gap: str) -> str:
    """Return the expression for pieces of fixed length with any number of characters of a kind between them.

    >>> in_order(["a", "b", "c"], ".")
    'a(?>.*?b).*c'
    """
    first, *others = pieces
    if not others:
        return first
    *inner, last = others
    return f"{first}{''.join(f'(?>{gap}*?{piece})' for piece in inner)}{gap}*{last}"


def gitignore(lines: Iterable[str]) -> GitIgnoreSpec:
    """Return the matcher for paths of patterns as in a .gitignore.

    Raises ValueError for an invalid pattern.
    """
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 (30 ms that only configured patterns justify)

    try:
        with warnings.catch_warnings():
            # It passes on what is in square brackets, which may mean something else to a later version of Python.
            warnings.simplefilter("ignore", FutureWarning)
            read = GitIgnoreSpec.from_lines(lines).patterns
            return GitIgnoreSpec(
                type(each)(re.compile(_committed(each.regex.pattern)), each.include)
                for each in read
                if each.regex is not None
            )
    except re.error as error:
        raise ValueError(str(error)) from error


def _committed(expression: str) -> str:
    """Return an expression of pathspec that never backtracks into the text between two wildcards."""
    bare = expression.removeprefix(f"^{_LEADING}")
    leading = _LEADING if bare != expression else ""
    *parts, last = (in_order(part.split(_STAR), _IN_NAME) for part in bare.split(_BETWEEN))
    *gaps, final = (leading, *(_BETWEEN for _ in parts))
    placed = (f"(?>{_FIRST[gap]}{part}(?=/))" for gap, part in zip(gaps, parts, strict=True))
    return f"{'^' * bool(leading)}{''.join(placed)}{final}{last}"
