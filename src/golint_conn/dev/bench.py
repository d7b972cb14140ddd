"""Where the Go blocks of a rule's documentation are read: as a package that exists in a reader's overlay only.

The rules of a team stand beside the code that they are about: where the rule file is inside of a Go module, its blocks
are packages of that module, and what they import is what is there. Elsewhere, and where a block says which go line it
wants by a comment such as `// go.mod: go 1.22`, it is a file of a module of its own.
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
    """A folder for Go blocks, which is not there, and the go.mod in it; empty where a module is around it."""

    folder: str
    module: str

    @classmethod
    def of(cls, rule: str, code: str, around: str | None) -> Bench:
        """Return the folder for some code of a rule, inside of a module's folder if there is one around."""
        asked = _GO_LINE.search(code)
        if around is not None and asked is None:
            return cls(f"{around}/{_FOLDER}/{rule}", "")
        return cls(f"/{_FOLDER}/{rule}", f"module example.com/block\n\ngo {asked[1] if asked else _GO}\n")

    def reader(self, files: Mapping[str, bytes]) -> tuple[Reader, list[str]]:
        """Return a reader of files given by their names, and their absolute paths."""
        overlay = {f"{self.folder}/{name}": data for name, data in files.items()}
        module = {f"{self.folder}/{_MODULE_FILE}": self.module.encode()} if self.module else {}
        return Reader(self.folder, {**overlay, **module}), [*overlay]


def module_around(path: str) -> str | None:
    """Return the folder of the Go module that a file is in, None where it is in none."""
    folders = Path(path).resolve().parents
    return next((str(folder) for folder in folders if (folder / _MODULE_FILE).is_file()), None)
