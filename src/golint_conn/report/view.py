"""How a report should look: what the reader's terminal can show, and the folder that the reader looks from."""

import os
from dataclasses import dataclass, field

CATEGORY = "golint-conn"

COMMANDS = ("::", "##[")
"""The beginnings of a log line that GitHub Actions obeys. No line of ours may have one: names come from the code."""


def as_path(path: str) -> str:
    """Return a relative path so that a line that begins with it is not a command to GitHub Actions."""
    return f"./{path}" if path.lstrip().startswith(COMMANDS) else path


@dataclass(frozen=True, slots=True)
class View:
    """The reader's side of a report: colors or none, the working directory, the terminal's width (0: no terminal).

    `category` is the name under which GitHub keeps a SARIF log apart from others of the same tool.

    >>> View(root="/repo", cwd="/repo/cmd").path("cmd/main.go")
    'main.go'
    >>> View(root="/repo", cwd="/repo/cmd").path("net/dial.go")
    '../net/dial.go'
    >>> View(root="/repo", cwd="/repo/cmd").path("/elsewhere/a.go")
    '/elsewhere/a.go'
    >>> View(root="/repo", cwd="/repo").path("::add-mask::x.go")
    './::add-mask::x.go'
    """

    root: str
    cwd: str
    color: bool = False
    width: int = 0
    category: str = CATEGORY
    _paths: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def path(self, path: str) -> str:
        """Return a path of a finding or notice, relative to the working directory."""
        if path not in self._paths:
            self._paths[path] = as_path(self._relative(path))
        return self._paths[path]

    def _relative(self, path: str) -> str:
        try:
            relative = os.path.relpath(os.path.join(self.root, path), self.cwd)  # noqa: PTH118 - Path keeps no `..`
        except ValueError:  # another drive
            return path
        # A file outside the root was named by an absolute path; a ladder of `..` would not be clearer.
        return path if os.path.isabs(path) and relative.startswith("..") else relative.replace(os.sep, "/")  # noqa: PTH117
