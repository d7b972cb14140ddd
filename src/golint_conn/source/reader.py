"""Reading files: the only access to the disk, with an overlay for files given on standard input.

A git hook must see what is about to be committed. Git itself puts the tracked files into that state, but untracked ones
stay where they are: a reader that is given the tracked files accepts no others as members of a package.
"""

import os
from collections.abc import Mapping

from golint_conn.source.paths import entries, leads_to_file
from golint_conn.source.regular import read_regular


class Reader:
    """Reads files below a root and names them for reports.

    `root` is an absolute folder. `overlay` maps absolute paths to bytes that replace the content on disk. `members` are
    the absolute paths of the files that count; None if all do.
    """

    def __init__(
        self, root: str, overlay: Mapping[str, bytes] | None = None, members: frozenset[str] | None = None
    ) -> None:
        self.root = root
        self.overlay = dict(overlay or {})
        self.members = members

    def read(self, path: str) -> bytes:
        """Return the bytes of a file; OSError propagates."""
        data = self.overlay.get(path)
        if data is not None:
            return data
        return read_regular(path)

    def status(self, path: str) -> os.stat_result | None:
        """Return the size and times of a file, or None if the overlay replaces it; OSError propagates."""
        return os.stat(path) if path not in self.overlay else None  # noqa: PTH116 - a Path is slow

    def go_files(self, directory: str) -> list[str]:
        """Return the absolute paths of the Go files directly in a folder, sorted; empty if it cannot be listed."""
        try:
            found = entries(directory)
        except OSError:
            found = []
        names = (each.name for each in found if each.name.endswith(".go") and leads_to_file(each))
        paths = {f"{directory}/{name}" for name in names if not name.startswith((".", "_"))}
        # If no file here counts, the folder is an installed dependency, and there is nothing to choose.
        paths = {path for path in paths if self.is_member(path)} or paths
        paths.update(path for path in self.overlay if path.rpartition("/")[0] == directory)
        return sorted(paths)

    def is_member(self, path: str) -> bool:
        """Return whether a file counts, by its absolute path."""
        return self.members is None or path in self.members

    def display(self, path: str) -> str:
        """Return the path to report: relative to the root with `/` between parts, or absolute for a file outside."""
        relative = os.path.relpath(path, self.root)
        return path if relative.startswith("..") else relative.replace(os.sep, "/")
