"""Globs: patterns with wildcards as regular expressions that take time in proportion to the path.

An expression such as `a.*b.*c` tries each place of `b` with each of `c`, and one with more wildcards than that never
comes to an end. There is no need to: where a piece between two wildcards stands first, most is left for those behind
it, so that no other place has to be tried.
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
"""What pathspec writes for `**` at the start of a pattern and between two slashes, and what tries the nearest first."""

_STAR, _IN_NAME = "[^/]*", "[^/]"
"""What it writes for `*`, and for each character of it; no slash stands in what it writes for anything in a name."""


def in_order(pieces: Sequence[str], gap: str) -> str:
    """Return the expression for pieces, each of a fixed length, with any number of characters of a kind in between.

    >>> in_order(["a", "b", "c"], ".")
    'a(?>.*?b).*c'
    """
    first, *others = pieces
    if not others:
        return first
    *inner, last = others
    return f"{first}{''.join(f'(?>{gap}*?{piece})' for piece in inner)}{gap}*{last}"


def gitignore(lines: Iterable[str]) -> GitIgnoreSpec:
    """Return what tells whether a path is meant by patterns as in a .gitignore.

    Raises ValueError for what is no such pattern.
    """
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 (30 ms that only configured patterns are worth)

    try:
        with warnings.catch_warnings():
            # It hands on what stands in square brackets, which may mean something else to a later version of Python.
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
    """Return an expression of pathspec's that never tries another place for what stands between two wildcards."""
    bare = expression.removeprefix(f"^{_LEADING}")
    leading = _LEADING if bare != expression else ""
    *parts, last = (in_order(part.split(_STAR), _IN_NAME) for part in bare.split(_BETWEEN))
    *gaps, final = (leading, *(_BETWEEN for _ in parts))
    placed = (f"(?>{_FIRST[gap]}{part}(?=/))" for gap, part in zip(gaps, parts, strict=True))
    return f"{'^' * bool(leading)}{''.join(placed)}{final}{last}"
