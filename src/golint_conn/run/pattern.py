"""The paths that people name: `./...` and the like, folders, files.

A pattern with `...` means the same as to the go command: any string, and a final `/...` also the empty one; nested
modules are left out. A plain folder means everything below it, including nested modules, as users of linters expect.
Both skip `vendor`, `testdata`, names that begin with `_` or `.`, and what go.mod's `ignore` lines name, unless the
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
    """A folder to walk, with a test for the folders in it; `base` is absolute with symbolic links resolved.

    Unless it is `deep`, its subfolders are skipped.
    """

    base: str
    crosses_modules: bool
    wanted: re.Pattern[str]
    deep: bool = True

    def matches(self, relative: str) -> bool:
        """Return whether the pattern includes a folder, by its path from the base, with `/` (empty for the base)."""
        return self.wanted.fullmatch(relative) is not None

    def holds(self, folder: str) -> bool:
        """Return whether the pattern includes a folder, by its absolute path."""
        relative = os.path.relpath(folder, self.base).replace(os.sep, "/")
        is_below = relative != ".." and not relative.startswith("../")
        return is_below and self.matches("" if relative == "." else relative)

    @property
    def is_whole(self) -> bool:
        """Whether the pattern includes every folder at and below the base."""
        return self.wanted.pattern == _EVERYTHING


_EVERYTHING = ".*"


def folder_pattern(folder: str, *, crosses_modules: bool = True, deep: bool = True) -> FolderPattern:
    """Return the pattern of a plain folder."""
    return FolderPattern(os.path.realpath(folder), crosses_modules, re.compile(_EVERYTHING, re.DOTALL), deep)


def wildcard_pattern(text: str, cwd: str) -> FolderPattern:
    """Return the pattern of an argument that contains `...`.

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
    """Return whether Go's tools skip a folder of this name when they find it by a pattern."""
    return name in _PASSED_OVER or name.startswith(("_", "."))


def is_go_file(name: str) -> bool:
    """Return whether Go's tools read a file of this name when they find it in a folder."""
    return name.endswith(".go") and not name.startswith(("_", "."))
