"""The paths that people name: `./...` and its like, folders, files.

A pattern with `...` means what it means to the go command: any string, and a final `/...` also the empty one; nested
modules are left out. A plain folder means everything below it, nested modules too, as users of linters expect. Both
pass over `vendor`, `testdata`, names that begin with `_` or `.`, and what go.mod's `ignore` lines name, unless the
argument itself leads there.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from golint_conn.run.globs import in_order

WILDCARD = "..."
_PASSED_OVER = frozenset({"vendor", "testdata"})


@dataclass(frozen=True, slots=True)
class FolderPattern:
    """A folder to walk, with a test for the folders in it; `base` is absolute with symbolic links resolved."""

    base: str
    crosses_modules: bool
    wanted: re.Pattern[str]

    def matches(self, relative: str) -> bool:
        """Return whether a folder is meant, by its path from the base with `/` between parts (empty for the base)."""
        return self.wanted.fullmatch(relative) is not None


_EVERYTHING = re.compile(r".*", re.DOTALL)


def folder_pattern(folder: str) -> FolderPattern:
    """Return the pattern of a plain folder."""
    return FolderPattern(os.path.realpath(folder), crosses_modules=True, wanted=_EVERYTHING)


def wildcard_pattern(text: str, cwd: str) -> FolderPattern:
    """Return the pattern of an argument with `...` in it.

    >>> pattern = wildcard_pattern("./cmd/...", "/code")
    >>> pattern.base, pattern.matches(""), pattern.matches("tool/internal")
    ('/code/cmd', True, True)
    """
    head, _, _ = text.partition(WILDCARD)
    folder, slash, _ = head.rpartition("/")
    rest = text[len(folder) + len(slash) :]
    start = rest.removesuffix(f"/{WILDCARD}")
    below = "(?:/.*)?" if start != rest else ""
    wanted = f"{in_order([re.escape(piece) for piece in start.split(WILDCARD)], '.')}{below}"
    base = os.path.realpath(Path(cwd, folder or slash or "."))
    return FolderPattern(base, crosses_modules=False, wanted=re.compile(wanted, re.DOTALL))


def passed_over(name: str) -> bool:
    """Return whether Go's tools pass over a folder of this name when they meet it by a pattern."""
    return name in _PASSED_OVER or name.startswith(("_", "."))


def is_go_file(name: str) -> bool:
    """Return whether Go's tools read a file of this name when they meet it in a folder."""
    return name.endswith(".go") and not name.startswith(("_", "."))
