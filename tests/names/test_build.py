"""Builds: an import path means one folder, a folder has one path, and neither depends on earlier questions."""

from pathlib import Path

import pytest

from golint_conn.names.build import Build
from golint_conn.names.modules import Modules
from golint_conn.source import Reader
from tests.go_code import Code
from tests.names.test_workspace import USER, dep, shape

CACHE = "/cache"


def build(files: dict[str, str], home: str = "/code") -> Build:
    """Return the build of the module in a folder, from files that are not on disk."""
    reader = Reader("/code", {path: text.encode() for path, text in files.items()})
    modules = Modules(reader)
    return Build(modules.of(home).build, modules)


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOMODCACHE", CACHE)


def mod(*lines: str, module: str = "example.com/m", go: str = "1.24") -> str:
    return "\n".join([f"module {module}", f"go {go}", *lines, ""])


MAIN = {
    "/code/go.mod": mod(
        "require example.org/dep v1.0.0",
        "require example.org/Big v1.2.0",
        "require example.org/forked v1.0.0",
        "replace example.org/dep => ./dep",
        "replace example.org/forked => example.net/fork v2.0.0",
        "replace example.org/out => ../out",
    ),
    "/code/dep/go.mod": mod(module="example.net/any"),
    "/code/in/go.mod": mod(module="example.com/nested"),
}


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("example.com/m", "/code"),
        ("example.com/m/sub/deep", "/code/sub/deep"),
        ("example.org/dep/sub", "/code/dep/sub"),
        ("example.org/out", "/out"),
        ("example.org/vendored/x", "/code/vendor/example.org/vendored/x"),
        ("example.org/Big/sub", "/cache/example.org/!big@v1.2.0/sub"),
        ("example.org/forked", "/cache/example.net/fork@v2.0.0"),
    ],
)
def test_a_path_leads_to_a_folder_and_back(path: str, folder: str) -> None:
    found = build(MAIN)
    assert folder in found.folders(path)
    assert found.path_of(folder) == path


def test_a_folder_that_no_path_leads_to_is_called_by_its_own_module() -> None:
    found = build(MAIN)
    assert found.path_of("/code/in/sub") == "example.com/nested/sub"
    assert found.path_of("/cache/example.org/other@v1.0.0/sub") == "example.org/other/sub"
    assert found.path_of("/elsewhere/x") == "_/elsewhere/x"
    assert found.folders("example.com/nested") == ["/code/vendor/example.com/nested"]


def test_of_two_replacements_by_one_folder_the_first_names_it() -> None:
    lines = ["replace example.com/first => ./dep", "replace example.com/second => ./dep"]
    for names in (lines, lines[::-1]):
        found = build({"/code/go.mod": mod(*names), "/code/dep/go.mod": mod(module="example.com/second")})
        assert {*found.folders("example.com/first")} & {*found.folders("example.com/second")} == {"/code/dep"}
        assert found.path_of("/code/dep") == names[0].split()[1]


def test_a_folder_in_a_replaced_one_may_be_replaced_itself() -> None:
    lines = ("replace a.org/outer => ./x", "replace a.org/inner => ./x/y")
    found = build({"/code/go.mod": mod(*lines)})
    assert [found.path_of(f"/code/x{rest}") for rest in ("", "/z", "/y", "/y/z")] == [
        "a.org/outer",
        "a.org/outer/z",
        "a.org/inner",
        "a.org/inner/z",
    ]


WORK = {
    "/code/go.work": "go 1.24\nuse ./one\nuse ./one/two\nreplace a.org/dep => ./dep\n",
    "/code/one/go.mod": mod("require a.org/b v1.2.0", module="a.org/one"),
    "/code/one/two/go.mod": mod("require a.org/b v1.10.0", "replace a.org/dep => ./no", module="a.org/one/two"),
    "/code/three/go.mod": mod(module="a.org/three"),
}


def test_the_members_of_a_workspace_are_one_build_and_others_are_not_part_of_it() -> None:
    one, two, three = (build(WORK, f"/code/{folder}") for folder in ("one", "one/two", "three"))
    assert one.key == two.key == "/code/go.work"
    assert one.digest == two.digest != three.digest
    assert one.folders("a.org/one/two/x")[0] == "/code/one/two/x"
    assert one.folders("a.org/dep")[0] == "/code/dep"
    assert one.folders("a.org/b")[-1] == "/cache/a.org/b@v1.10.0"
    assert (one.path_of("/code/one/two"), one.path_of("/code/one")) == ("a.org/one/two", "a.org/one")
    assert three.key == "/code/three"
    assert three.folders("a.org/one") == ["/code/three/vendor/a.org/one"]


def test_before_pruning_the_newest_version_that_anything_requires_counts() -> None:
    def files(go: str) -> dict[str, str]:
        return {
            "/code/go.mod": mod("require a.org/x v1.0.0", "require a.org/y v1.0.0", go=go),
            "/cache/a.org/x@v1.0.0/go.mod": mod("require a.org/z v1.9.0", module="a.org/x"),
            "/cache/a.org/y@v1.0.0/go.mod": mod("require a.org/z v1.10.0-rc.1", module="a.org/y"),
            # Modules may require each other.
            "/cache/a.org/z@v1.10.0-rc.1/go.mod": mod("require a.org/x v1.0.0", "require a.org/v v0.1.0"),
        }

    old, new = build(files("1.16")), build(files("1.17"))
    assert old.folders("a.org/z/in")[-1] == "/cache/a.org/z@v1.10.0-rc.1/in"
    assert old.folders("a.org/v")[-1] == "/cache/a.org/v@v0.1.0"
    assert new.folders("a.org/z/in") == ["/code/vendor/a.org/z/in"]
    changed = files("1.16")
    del changed["/cache/a.org/y@v1.0.0/go.mod"]
    assert build(changed).digest != old.digest
    del changed["/cache/a.org/x@v1.0.0/go.mod"]
    assert build(changed | {"/code/go.mod": files("1.17")["/code/go.mod"]}).digest == new.digest


def test_what_a_dependency_replaces_says_nothing(tmp_path: Path) -> None:
    files = {
        "go.mod": mod("require a.org/dep v1.0.0", "replace a.org/dep => ./dep"),
        "a.go": USER.format("a.org/dep"),
        "dep/go.mod": mod("require a.org/deep v1.0.0", "replace a.org/deep => ../deep", module="a.org/dep"),
        "dep/d.go": 'package dep\n\nimport "a.org/deep"\n\nfunc New() *deep.T { return nil }\n\nvar y = deep.X\n',
        "deep/d.go": "package deep\n\ntype T struct{}\n\nvar X int\n",
    }
    code = Code(tmp_path, files)
    assert (shape(code), code.shape("deep.X", "dep/d.go")) == ("*a.org/deep.T", "?")
    own = Code(tmp_path, files, "dep")
    assert own.shape("deep.X", "dep/d.go") == "int"


def test_a_package_that_is_imported_by_two_paths_is_one(tmp_path: Path) -> None:
    files = {
        "go.mod": mod("replace a.org/first => ./dep", "replace a.org/second => ./dep"),
        "a.go": USER.format("a.org/second"),
        "b.go": USER.format("a.org/first").replace("x =", "y ="),
        "dep/go.mod": mod(module="a.org/second"),
        "dep/d.go": dep(),
    }
    for names in (("a.go", "b.go"), ("b.go", "a.go")):
        code = Code(tmp_path, files)
        assert {code.shape("x" if name == "a.go" else "y", name) for name in names} == {"*a.org/first.T"}
