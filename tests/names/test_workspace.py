"""Packages and modules: go.mod, go.work, replacements, vendor, nested modules and the module cache."""

from pathlib import Path

import pytest

from golint_conn.names.modules import Modules
from golint_conn.source import Reader
from tests.go_code import Code

USER = 'package p\n\nimport "{0}"\n\nvar x = dep.New()\n'
DEP = "package dep\n\ntype T{0} struct{{}}\n\nfunc New() *T{0} {{ return nil }}\n"


def dep(name: str = "") -> str:
    return DEP.format(name)


def shape(code: Code, name: str = "a.go") -> str:
    return code.shape("x", name)


def test_a_package_of_the_own_module(tmp_path: Path) -> None:
    code = Code(tmp_path, {"a.go": USER.format("example.com/m/sub/dep"), "sub/dep/d.go": dep()})
    assert shape(code) == "*example.com/m/sub/dep.T"


def test_a_module_nested_in_another_is_not_part_of_it(tmp_path: Path) -> None:
    files = {
        "a.go": USER.format("example.com/m/dep"),
        "dep/go.mod": "module example.com/other\n",
        "dep/d.go": dep(),
        "dep/b.go": 'package dep\n\nimport "example.com/other/in"\n\nvar x = dep.New()\n',
        "dep/in/d.go": dep("In"),
    }
    code = Code(tmp_path, files)
    assert code.workspace.module(str(code.root / "dep")).file.module == "example.com/other"
    assert code.workspace.package_of(code.file("dep/d.go")).path == "example.com/other"
    assert code.workspace.package_of(code.file("dep/in/d.go")).path == "example.com/other/in"


def test_vendor(tmp_path: Path) -> None:
    files = {
        "go.mod": "module example.com/m\n\ngo 1.24\n\nrequire example.org/dep v1.0.0\n",
        "sub/a.go": USER.format("example.org/dep"),
        "vendor/example.org/dep/d.go": (
            'package dep\n\nimport "example.org/deep"\n\nfunc New() *deep.T { return nil }\n'
        ),
        "vendor/example.org/deep/d.go": "package deep\n\ntype T struct{}\n\nfunc (t T) Close() error { return nil }\n",
    }
    code = Code(tmp_path, files)
    assert shape(code, "sub/a.go") == "*example.org/deep.T"
    assert code.workspace.package_of(code.file("vendor/example.org/dep/d.go")).path == "example.org/dep"


@pytest.mark.parametrize("target", ["./local", "./local v0.0.0", '"./local"'])
def test_a_local_replacement(target: str, tmp_path: Path) -> None:
    mod = f"module example.com/m\n\nrequire example.org/dep v1.0.0\n\nreplace example.org/dep => {target}\n"
    files = {"go.mod": mod, "a.go": USER.format("example.org/dep"), "local/go.mod": "module example.org/dep\n"}
    code = Code(tmp_path, {**files, "local/d.go": dep()})
    assert shape(code).endswith("dep.T")


def test_a_replacement_outside_of_the_module(tmp_path: Path) -> None:
    files = {
        "m/go.mod": "module example.com/m\n\nreplace (\n\texample.org/dep v1.2.3 => ../local\n)\n",
        "m/a.go": USER.format("example.org/dep/sub"),
        "local/go.mod": "module example.org/dep\n",
        "local/sub/d.go": dep(),
    }
    assert shape(Code(tmp_path, files, "m"), "m/a.go") == "*example.org/dep/sub.T"


def test_members_of_a_work_file_see_each_other(tmp_path: Path) -> None:
    files = {
        "go.work": "go 1.24\n\nuse (\n\t./one\n\t./two\n)\n",
        "one/go.mod": "module example.com/one\n",
        "two/go.mod": "module example.com/two\n",
        "one/a.go": USER.format("example.com/two/dep"),
        "two/dep/d.go": dep(),
    }
    assert shape(Code(tmp_path, files, "one"), "one/a.go") == "*example.com/two/dep.T"


@pytest.mark.parametrize("variable", ["GOMODCACHE", "GOPATH"])
def test_the_module_cache(variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    below = {"GOMODCACHE": cache, "GOPATH": cache / "pkg" / "mod"}[variable]
    monkeypatch.delenv("GOMODCACHE", raising=False)
    monkeypatch.setenv(variable, str(cache))
    folder = below / "example.org" / "!big!co" / "dep@v1.2.3" / "sub"
    folder.mkdir(parents=True)
    (folder / "d.go").write_text(dep(), encoding="utf-8")
    (folder.parent / "go.mod").write_text("module example.org/BigCo/dep\n", encoding="utf-8")
    mod = (
        "module example.com/m\n\nrequire (\n\texample.org/BigCo v0.1.0\n\texample.org/BigCo/dep v1.2.3 // indirect\n)\n"
    )
    code = Code(tmp_path / "m", {"go.mod": mod, "a.go": USER.format("example.org/BigCo/dep/sub")})
    assert shape(code) == "*example.org/BigCo/dep/sub.T"


def test_the_own_module_wins_over_vendor_and_the_library_over_all(tmp_path: Path) -> None:
    files = {
        "a.go": USER.format("example.com/m/dep"),
        "b.go": 'package p\n\nimport "os"\n\nvar y, _ = os.Open("x")\n',
        "dep/d.go": dep("Own"),
        "vendor/example.com/m/dep/d.go": dep("Vendored"),
        "vendor/os/o.go": "package os\n\nfunc Open(string) (int, error) { return 0, nil }\n",
    }
    code = Code(tmp_path, files)
    assert shape(code).endswith("TOwn")
    assert code.shape("y", "b.go") == "*os.File"


def test_build_variants_of_one_name(tmp_path: Path) -> None:
    files = {
        "a.go": "package p\n\nvar x = kind()\n",
        "b_windows.go": "package p\n\nfunc kind() string { return `` }\n",
        "c_linux.go": "package p\n\nfunc kind() int { return 0 }\n",
        "d.go": "//go:build ignore\n\npackage p\n\nfunc kind() error { return nil }\n",
        "e_test.go": "package p\n\nfunc kind() bool { return true }\n",
    }
    assert shape(Code(tmp_path, files)) == "int"


def test_commands_beside_a_package_are_not_imported(tmp_path: Path) -> None:
    files = {
        "a.go": USER.format("example.com/m/dep"),
        "dep/d.go": dep(),
        "dep/gen.go": "//go:build ignore\n\npackage main\n\nfunc New() int { return 0 }\n",
        "dep/x_test.go": "package dep_test\n\nfunc New() int { return 0 }\n",
    }
    assert shape(Code(tmp_path, files)) == "*example.com/m/dep.T"


def test_circles_of_imports_end(tmp_path: Path) -> None:
    one = 'package one\n\nimport "example.com/m/two"\n\ntype T struct{ *two.T }\n\nvar x = two.New()\n'
    two = (
        'package two\n\nimport "example.com/m/one"\n\ntype T struct{ *one.T }\n\nfunc New() one.T { return one.T{} }\n'
    )
    code = Code(tmp_path, {"one/a.go": one, "two/b.go": two})
    assert shape(code, "one/a.go") == "example.com/m/one.T"
    assert code.shapes.members.find(code.shapes.of_symbol(code.file("one/a.go").declarations["x"]), "Missing") is None


def test_the_go_version_of_a_module(tmp_path: Path) -> None:
    code = Code(tmp_path, {"go.mod": "module m\n\ngo 1.23.4\n", "a.go": "package p\n", "in/b.go": "package in\n"})
    assert code.workspace.module(str(code.root / "in")).file.go == (1, 23)


def test_a_file_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert Code(tmp_path, {}).workspace.file(str(tmp_path / "none.go")) is None


def test_a_program_beside_a_package_that_no_build_takes_is_another_package(tmp_path: Path) -> None:
    files = {
        "dep/gen.go": "//go:build ignore\n\npackage main\n\nfunc main() { run() }\n\nfunc run() {}\n",
        "dep/d.go": "package dep\n\ntype T struct{ Name string }\n\nfunc (t T) f() { g(t.Name) }\n\nfunc g(string) {}\n",
    }
    code = Code(tmp_path, files)
    assert code.callee("run()", "dep/gen.go") == "example.com/m/dep:main.run"
    assert code.shape("t.Name", "dep/d.go") == "string"
    assert code.callee("g(t.Name)", "dep/d.go") == "example.com/m/dep.g"


@pytest.mark.parametrize("path", ["example.org/" + "a" * 4_100, "example.org/" + "a/" * 4_000 + "a", "example.org/\0"])
def test_an_import_path_that_no_folder_can_have_costs_itself_only(path: str, tmp_path: Path) -> None:
    text = f'package p\n\nimport (\n\t"net/http"\n\n\tdep "{path}"\n)\n\nvar (\n\tx = dep.New()\n\ty = http.Client{{}}\n)\n'
    code = Code(tmp_path, {"a.go": text})
    assert (shape(code), code.shape("y")) == ("?", "net/http.Client")


@pytest.mark.parametrize("line", ["replace example.org/dep => ./{}", "replace example.org/dep => ../{}/x"])
@pytest.mark.parametrize("name", ["a" * 300, "\0", "file", "circle"])
def test_a_replacement_that_leads_nowhere_costs_itself_only(line: str, name: str, tmp_path: Path) -> None:
    text = f"module example.com/m\n\nrequire example.org/dep v1.0.0\n\n{line.format(name)}\n"
    code = Code(tmp_path / "m", {"go.mod": text, "a.go": USER.format("example.org/dep"), "file": ""})
    (code.root / "circle").symlink_to("circle")
    assert shape(code) == "?"


def test_the_module_of_a_folder_deeper_than_calls_may_nest(tmp_path: Path) -> None:
    code = Code(tmp_path, {})
    deep = f"{code.root}{'/d' * 1_800}"
    assert code.workspace.module(deep).file.module == "example.com/m"
    assert code.workspace.module(deep).import_path(deep) == f"example.com/m{'/d' * 1_800}"


def test_the_module_of_the_whole_disk() -> None:
    modules = Modules(Reader("/", {"/go.mod": b"module example.com/all\n", "/in/a.go": b"package in\n"}))
    assert modules.of("/in").import_path("/in") == "example.com/all/in"
    assert modules.of("").import_path("") == "example.com/all"
