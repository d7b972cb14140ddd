"""The signatures of Go's standard library: complete, of the Go version that tests run, and reproducible."""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from golint_conn.dev.stdlib import Writer, packages
from golint_conn.names import stdlib
from golint_conn.names.gofile import GoFile
from golint_conn.names.heads import package_clause
from golint_conn.names.shapes import TypeInfo
from golint_conn.names.workspace import Workspace
from golint_conn.source import Reader, SourceFile
from tests.go_tool import ROOT, go_version, goroot, run_go

BIG = (
    "bufio",
    "bytes",
    "context",
    "crypto/tls",
    "database/sql",
    "io",
    "log/slog",
    "net",
    "net/http",
    "net/http/httptest",
    "net/url",
    "os",
    "reflect",
    "sync",
    "time",
)
SMALL = """package small

import "small/sub"

// T is.
type T struct {
	A int
	b string
	sub.E
}

func (t *T) M(x ...int) (n int, err error) { return }

func (t T) m() {}

func New() *T { return nil }

const C = 1 << 4

var V = New()
"""
PROGRAM = ROOT / "tests" / "go" / "exported" / "main.go"


@cache
def exported() -> dict[str, set[str]]:
    """Return what go/types says that packages export: `Name`, `Type.Method` and `Type.Field`."""
    ran = run_go("run", str(PROGRAM), *BIG, cwd=PROGRAM.parent)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, set[str]] = {path: set() for path in BIG}
    for line in ran.stdout.splitlines():
        path, _, name = line.partition(" ")
        found[path].add(name)
    return found


def declared(path: str) -> set[str]:
    """Return what the signatures of a package declare, in the same form."""
    source = stdlib.load(path)
    assert source is not None
    file = GoFile(f"{stdlib.PREFIX}{path}", source)
    names = set(file.declarations)
    names |= {f"{owner.decode()}.{name.decode()}" for owner, name, _ in file.names() if owner}
    for name, symbol in file.declarations.items():
        body = symbol.declaration.field("type") if symbol.kind.value == "type" else None
        if body is not None and body.kind == "struct_type":
            fields = [field for group in body.children for field in group.children]
            names |= {f"{name}.{each.text}" for field in fields for each in field.fields("name")}
    return names


@pytest.mark.parametrize("path", BIG)
def test_every_exported_name_is_there(path: str) -> None:
    assert len(exported()[path]) >= 5
    assert sorted(exported()[path] - declared(path)) == []


def test_the_version_is_that_of_the_tests() -> None:
    assert stdlib.go_version() == go_version()


def test_every_public_package_is_there() -> None:
    missing = [path for path in packages(str(goroot() / "src")) if stdlib.load(path) is None]
    assert [path for path in missing if not is_command(path)] == []


def is_command(path: str) -> bool:
    files = [file for file in (goroot() / "src" / path).glob("*.go") if not file.name.endswith("_test.go")]
    return all(package_clause(file.read_bytes()) in {"main", ""} for file in files)


@pytest.mark.parametrize("path", ["net/http", "database/sql", "context", "slices", "crypto/tls"])
def test_writing_the_signatures_again_gives_the_same_text(path: str) -> None:
    source = str(goroot() / "src")
    shapes = TypeInfo(Workspace(Reader(source)))
    scope = shapes.workspace.package_at(f"{source}/{path}")
    assert scope is not None
    recorded = stdlib.load(path)
    assert recorded is not None
    assert Writer(shapes, scope).package().encode() == recorded.data


def test_the_signatures_parse_and_what_is_unknown_is_only_where_we_know_of_it() -> None:
    files = sorted(stdlib.FOLDER.rglob(f"*{stdlib.SUFFIX}"))
    assert len(files) > 150
    unknown = set()
    for file in files:
        source = SourceFile(file.name, file.read_bytes())
        assert not GoFile(file.name, source).tree.has_error, file
        if re.search(rb"\bunknown\b", source.data):
            unknown.add(file.relative_to(stdlib.FOLDER).as_posix().removesuffix(stdlib.SUFFIX))
    # Type sets of constraints, constants of other platforms, and conversions that only the compiler understands.
    assert unknown <= {"cmp", "encoding/json/jsontext", "math/rand/v2", "runtime", "simd", "syscall"}


@pytest.mark.parametrize(
    "path", ["", "nothing", "net/nothing", "../names", "example.org/net", "net/http/internal", "cmd/go", "/etc"]
)
def test_what_is_not_of_the_library_is_not_there(path: str) -> None:
    assert stdlib.load(path) is None


def test_the_command_writes_a_small_library(tmp_path: Path) -> None:
    goroot_ = tmp_path / "go"
    for name, text in {
        "VERSION": "go1.99.1\ntime x\n",
        "src/small/a.go": SMALL,
        "src/small/sub/e.go": "package sub\n\ntype E interface{ Do(); hidden() }\n",
        "src/small/internal/x.go": "package internal\n",
        "src/small/a_test.go": "package small\n\nfunc Test() {}\n",
        "src/cmdlike/main.go": "package main\n\nfunc main() {}\n",
    }.items():
        path = goroot_ / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "golint_conn.dev.stdlib", str(goroot_), "--out", str(tmp_path / "out")]
    ran = subprocess.run(
        command, capture_output=True, check=False, text=True, env={**os.environ, "PYTHONHASHSEED": "7"}
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    written = {
        path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()
    }
    assert written == {"VERSION", "small.gostub", "small/sub.gostub"}
    text = (tmp_path / "out" / "small.gostub").read_text(encoding="utf-8")
    assert text == (
        'package small\n\nimport sub "small/sub"\n\nconst C = 16\nfunc New() *T\n'
        "type T struct { A int; sub.E }\nfunc (*T) M(...int) (int, error)\nvar V *T\n"
    )
