"""Module files: what go.mod and go.work say, read line by line as the go command's own grammar allows."""

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


def parse_module_file(text: str) -> ModuleFile:
    r"""Return the directives of a go.mod or go.work; lines that are not understood are passed over.

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
