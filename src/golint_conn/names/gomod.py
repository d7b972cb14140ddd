"""Module files: what go.mod and go.work say, read line by line as the go command's own grammar allows."""

import os
import re
from dataclasses import dataclass, field

_TOKEN = re.compile(r'"[^"]*"|`[^`]*`|=>|[^\s"`]+')


@dataclass(frozen=True, slots=True)
class ModuleFile:
    """The directives that matter to us.

    `requires` maps module paths to versions; `replaces` maps module paths to a folder (relative to the file) or to
    another module's path and version; `uses` are go.work's folders; `ignores` the folders that `...` leaves out.
    """

    module: str = ""
    go: tuple[int, int] | None = None
    requires: dict[str, str] = field(default_factory=dict)
    replaces: dict[str, tuple[str, str]] = field(default_factory=dict)
    uses: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()

    def folders(self, directory: str) -> list[str]:
        """Return the absolute folders that a go.work in a folder uses."""
        return [os.path.normpath(os.path.join(directory, use)) for use in self.uses]  # noqa: PTH118 - text only


def newest(first: str, second: str) -> str:
    """Return the newer of two versions, in the order of semantic versioning; an invalid one is older than all.

    >>> newest("v1.10.0", "v1.9.2"), newest("v1.0.0-rc.2", "v1.0.0"), newest("v1.0.0-rc.2", "v1.0.0-rc.10")
    ('v1.10.0', 'v1.0.0', 'v1.0.0-rc.10')
    """
    return max(first, second, key=_precedence)


_VERSION = re.compile(r"v(\d+)\.(\d+)\.(\d+)(?:-([^+]*))?")


def _precedence(version: str) -> tuple[object, ...]:
    match = _VERSION.match(version)
    if match is None:
        return ()
    # Of the parts after the hyphen, numbers sort first, and a version without any sorts last.
    parts = [(0, int(each), "") if each.isdecimal() else (1, 0, each) for each in (match[4] or "").split(".")]
    return (int(match[1]), int(match[2]), int(match[3]), match[4] is None, parts)


def parse_module_file(text: str) -> ModuleFile:
    r"""Return the directives of a go.mod or go.work; lines that are not understood are skipped.

    >>> file = parse_module_file("module a.org/b\ngo 1.24.1\nrequire (\n c.org/d v1.2.3 // indirect\n)\n")
    >>> file.module, file.go, file.requires
    ('a.org/b', (1, 24), {'c.org/d': 'v1.2.3'})
    """
    module, go = "", None
    requires: dict[str, str] = {}
    replaces: dict[str, tuple[str, str]] = {}
    uses: list[str] = []
    ignores: list[str] = []
    for verb, words in _directives(text):
        match verb, words:
            case "module", [path, *_]:
                module = path
            case "go", [version, *_]:
                go = _go_version(version)
            case "require", [path, version, *_]:
                requires[path] = version
            case "replace", [old, *_] if "=>" in words:
                target = words[words.index("=>") + 1 :]
                if target:
                    replaces[old] = (target[0], target[1] if len(target) > 1 else "")
            case "use", [folder, *_]:
                uses.append(folder)
            case "ignore", [folder, *_]:
                ignores.append(folder)
            case _:
                continue
    return ModuleFile(module, go, requires, replaces, tuple(uses), tuple(ignores))


def _directives(text: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    block = ""
    for line in text.splitlines():
        words = [word.strip('"`') for word in _TOKEN.findall(re.sub(r"(^|\s)//.*", "", line))]
        if not words:
            continue
        if block:
            if words == [")"]:
                block = ""
            else:
                found.append((block, words))
        elif words[-1] == "(":
            block = words[0]
        else:
            found.append((words[0], words[1:]))
    return found


def _go_version(text: str) -> tuple[int, int] | None:
    match = re.match(r"([0-9]{1,9})\.([0-9]{1,9})", text)
    return (int(match[1]), int(match[2])) if match else None
