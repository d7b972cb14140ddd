"""The location of the Go blocks of a rule's documentation: a package that exists only in a reader's overlay.

A team's rules live next to the code that they check. If the rule file is inside a Go module, its blocks are packages of
that module, and their imports resolve to its packages. Elsewhere, and if a block requests a go line by a comment such
as `// go.mod: go 1.22`, it is a file of its own module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.source import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = "golint-conn-self-test"
_GO = "1.27"
_GO_LINE = re.compile(r"^// go\.mod: go (\S+)$", re.MULTILINE)
_MODULE_FILE = "go.mod"


@dataclass(frozen=True, slots=True)
class Bench:
    """A virtual folder for Go blocks, and its go.mod, which is empty if a module encloses the folder."""

    folder: str
    module: str

    @classmethod
    def of(cls, rule: str, code: str, around: str | None) -> Bench:
        """Return the folder for some code of a rule, inside the folder of the enclosing module if there is one."""
        asked = _GO_LINE.search(code)
        if around is not None and asked is None:
            return cls(f"{around}/{_FOLDER}/{rule}", "")
        return cls(f"/{_FOLDER}/{rule}", f"module example.com/block\n\ngo {asked[1] if asked else _GO}\n")

    def reader(self, files: Mapping[str, bytes]) -> tuple[Reader, list[str]]:
        """Return a reader of the files, given by name, and their absolute paths."""
        overlay = {f"{self.folder}/{name}": data for name, data in files.items()}
        module = {f"{self.folder}/{_MODULE_FILE}": self.module.encode()} if self.module else {}
        return Reader(self.folder, {**overlay, **module}), [*overlay]


def module_around(path: str) -> str | None:
    """Return the folder of the Go module that contains a file, None if there is none."""
    folders = Path(path).resolve().parents
    return next((str(folder) for folder in folders if (folder / _MODULE_FILE).is_file()), None)
