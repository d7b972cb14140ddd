"""Imports: which package a name in a file means."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from golint_conn.names.resolve import ImportedPackage
from tests.go_code import Code


def meaning(imports: str, name: str, tmp_path: Path, others: Mapping[str, str] | None = None) -> str:
    code = Code(tmp_path, {"a.go": f"package p\n\n{imports}\n", **(others or {})})
    found = code.names.resolve(name, 0, code.file())
    if found is None or isinstance(found, ImportedPackage):
        return found.path if found is not None else ""
    return f"{code.names.package_path(found.file)}.{found.name}"


@pytest.mark.parametrize(
    ("imports", "name", "path"),
    [
        ('import "net/http"', "http", "net/http"),
        ('import h "net/http"', "h", "net/http"),
        ('import h "net/http"', "http", ""),
        ('import _ "net/http"', "http", ""),
        ('import . "net/http"', "Get", "net/http.Get"),
        ('import . "net/http"', "http", ""),
        ('import . "net/http"', "get", ""),
        ("import `net/http`", "http", "net/http"),
        ('import (\n"fmt"\nh "net/http"; "os"\n)', "os", "os"),
        ('import "fmt"\nimport "os"', "os", "os"),
        ('import "math/rand/v2"', "rand", "math/rand/v2"),
        ('import "example.org/go-redis/v9"', "redis", "example.org/go-redis/v9"),
        ('import "gopkg.in/yaml.v3"', "yaml", "gopkg.in/yaml.v3"),
        ('import "example.org/nats.go"', "nats", "example.org/nats.go"),
        ('import "example.com/m/inner"', "named", "example.com/m/inner"),
        ('import "example.com/m/inner"', "Thing", ""),
        ('import . "example.com/m/inner"', "Thing", "example.com/m/inner.Thing"),
        ('import http "example.com/m/inner"', "http", "example.com/m/inner"),
        ('import http "example.com/m/inner"\nimport std "net/http"', "std", "net/http"),
    ],
)
def test_a_name_stands_for_a_package(imports: str, name: str, path: str, tmp_path: Path) -> None:
    inner = "package named\n\nvar Thing int\n"
    assert meaning(imports, name, tmp_path, {"inner/x.go": inner}) == path


def test_what_a_file_imports_is_not_seen_in_another(tmp_path: Path) -> None:
    code = Code(tmp_path, {"a.go": 'package p\n\nimport "net/http"\n', "b.go": "package p\n"})
    assert code.names.resolve("http", 0, code.file("b.go")) is None
    assert [each.path for each in code.file().imports] == ["net/http"]


def test_a_package_level_name_is_nearer_than_a_dot_import(tmp_path: Path) -> None:
    assert meaning('import . "net/http"\n\nfunc Head() {}', "Head", tmp_path) == "example.com/m.Head"


def test_a_package_whose_source_is_nowhere_still_has_its_name(tmp_path: Path) -> None:
    text = 'package p\n\nimport "github.com/x/y"\n\nvar c y.Client\n\nfunc f() { c.Do(); y.New() }\n'
    code = Code(tmp_path, {"a.go": text})
    assert code.shape("c") == "github.com/x/y.Client"
    assert code.callee("c.Do()") == "github.com/x/y.Client.Do"
    assert code.callee("y.New()") == "github.com/x/y.New"
