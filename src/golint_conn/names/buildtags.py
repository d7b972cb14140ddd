"""Build constraints: whether a file belongs to the build that we analyze (linux, amd64, cgo).

All files are analyzed and reported on; this answer only decides which of several declarations of one name another file
means when it uses the name.
"""

import re

_SYSTEMS = frozenset(
    "aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows "
    "zos".split()
)
_MACHINES = frozenset(
    "386 amd64 amd64p32 arm arm64 arm64be armbe loong64 mips mips64 mips64le mips64p32 mips64p32le mipsle ppc ppc64 "
    "ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm".split()
)
_TRUE = frozenset({"linux", "amd64", "cgo", "unix", "gc"})
_LINE = re.compile(rb"^(?:\xef\xbb\xbf)?//go:build[ \t]+([^\n]*)", re.MULTILINE)
_CLAUSE = re.compile(rb"^package\s", re.MULTILINE)
_TOKEN = re.compile(r"&&|\|\||[!()]|[\w.]+")
_RELEASE = re.compile(r"go1\.[0-9]+")


def is_test_file(path: str) -> bool:
    """Return whether a file belongs to the tests of its package, as Go names them."""
    return path.endswith("_test.go")


def holds(path: str, data: bytes) -> bool:
    r"""Return whether a file's name and its `//go:build` line both admit linux on amd64.

    >>> holds("dial_windows.go", b"package p"), holds("dial_linux_test.go", b"package p")
    (False, True)
    >>> holds("dial.go", b"//go:build !linux || (js && wasm)\n\npackage p")
    False
    """
    parts = path.rpartition("/")[2].removesuffix(".go").removesuffix("_test").split("_")
    suffixes = [part for part in parts[1:][-2:] if part in _SYSTEMS or part in _MACHINES]
    if suffixes and suffixes[0] not in _SYSTEMS:
        suffixes = suffixes[-1:]
    if parts[1:] and parts[-1] in suffixes and any(part not in _TRUE for part in suffixes):
        return False
    clause = _CLAUSE.search(data)
    line = _LINE.search(data, 0, clause.start() if clause else len(data))
    return line is None or evaluate(line[1].decode("utf-8", "replace"))


def evaluate(expression: str) -> bool:
    """Return the value of a constraint expression; a malformed one holds, so that its file is not lost.

    Evaluates by repeated reduction on a stack, so that nesting costs no recursion.

    >>> evaluate("linux && !(arm64 || cgo)"), evaluate("go1.21"), evaluate("ignore"), evaluate("&&")
    (False, True, False, True)
    """
    values: list[bool] = []
    operators: list[str] = []
    binding = {"||": 1, "&&": 2, "!": 3}

    def reduce(least: int) -> None:
        while operators and operators[-1] != "(" and binding[operators[-1]] >= least:
            operator, right = operators.pop(), values.pop()
            if operator == "!":
                values.append(not right)
            else:
                left = values.pop()
                values.append((left and right) if operator == "&&" else (left or right))

    try:
        for word in _TOKEN.findall(expression):
            if word in {"(", "!"}:
                operators.append(word)
            elif word == ")":
                reduce(0)
                operators.pop()
            elif word in binding:
                reduce(binding[word])
                operators.append(word)
            else:
                values.append(word in _TRUE or _RELEASE.fullmatch(word) is not None)
        reduce(0)
        return values.pop()
    except (IndexError, KeyError):
        return True
