"""The cache in whole runs: what is kept is what would be found, whatever has been changed in between."""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from golint_conn.finding import NoticeKind
from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest, Level
from golint_conn.run.result import RunResult
from golint_conn.run.work import open_cache as opening
from golint_conn.run.work.schedule import Thresholds

pytestmark = pytest.mark.slow

IN_WORKERS = Thresholds(files_to_read=0, bytes_to_check=0, smallest_batch=1)

MODULE = {
    "go.mod": "module example.com/m\n\ngo 1.22\n\nrequire example.com/dep v1.0.0\n\nreplace example.com/dep => ../dep\n",
    "../dep/go.mod": "module example.com/dep\n",
    "../dep/dep.go": """package dep

import "net/http"

func Shut(resp *http.Response) { resp.Body.Close() }
""",
    "lib/lib.go": """package lib

import (
	"net/http"

	"example.com/dep"
)

func Look(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	dep.Shut(resp)
	return nil
}
""",
    "get/get.go": """package get

import "net/http"

// Get returns the response to its caller.
func Get(url string) (*http.Response, error) {
	return http.Get(url)
}

// Client has no limit.
func Client() *http.Client {
	return &http.Client{}
}
""",
    "done/done.go": """package done

import "net/http"

type Closer interface{ Finish(*http.Response) }

type One struct{}

func (One) Finish(resp *http.Response) { resp.Body.Close() }

func Done(resp *http.Response) {
	defer resp.Body.Close()
}
""",
    "use/use.go": """package use

import (
	"example.com/m/done"
	"example.com/m/get"
)

func Use(closer done.Closer) error {
	resp, err := get.Get("http://a.test")
	if err != nil {
		return err
	}
	done.Done(resp)
	other, err := get.Get("http://b.test")
	if err != nil {
		return err
	}
	closer.Finish(other)
	return nil
}
""",
    "more/more.go": """package more

import "net/http"

type holder struct{ resp *http.Response }

func (h *holder) Close() error { return h.resp.Body.Close() }

func open() (*holder, error) {
	resp, err := http.Get("http://c.test")
	if err != nil {
		return nil, err
	}
	return &holder{resp}, nil
}

func use() {
	h, err := open()
	if err != nil {
		return
	}
	_ = h
}
""",
    "main.go": """package main

import (
	"net/http"

	"example.com/m/use"
)

func main() {
	http.ListenAndServe(":80", nil)
	use.Use(nil)
}
""",
}

Edit = tuple[str, str, str]
"""A file, and a text in it that becomes another; without the first the other is all of the file, without both it goes."""

LEFT_OPEN: Edit = ("done/done.go", "defer resp.Body.Close()", "_ = resp.StatusCode")
BUILT_APART: Edit = ("main.go", "package main\n", "//go:build ignore\n\npackage main\n")
NEWER: Edit = ("go.mod", "go 1.22", "go 1.27")

EDITS: tuple[Edit, ...] = (
    LEFT_OPEN,
    ("done/done.go", "_ = resp.StatusCode", "defer resp.Body.Close()"),
    ("done/done.go", "{ resp.Body.Close() }", "{ _ = resp.Body }"),
    (
        "done/two.go",
        "",
        'package done\n\nimport "net/http"\n\ntype Two int\n\nfunc (Two) Finish(r *http.Response) {}\n',
    ),
    ("done/two.go", "", ""),
    ("done/done.go", "package done", "// Package done ends.\npackage done"),
    (
        "get/get.go",
        "return http.Get(url)",
        "resp, err := http.Get(url)\n\tif err == nil {\n\t\tresp.Body.Close()\n\t}\n\treturn resp, err",
    ),
    ("get/get.go", "func Get(", "func Fetch("),
    ("get/get.go", "func Fetch(", "func Get("),
    ("get/get.go", "&http.Client{}", "&http.Client{Timeout: 5}"),
    ("use/use.go", "done.Done(resp)", "_ = resp"),
    ("use/use.go", "_ = resp\n", "done.Done(resp)\n"),
    (
        "use/further.go",
        "",
        'package use\n\nimport "example.com/m/get"\n\nfunc further() { _, _ = get.Get("d"); get.Client().Get("e") }\n',
    ),
    ("use/further.go", "", ""),
    ("use/use.go", '"example.com/m/done"', 'done "example.com/m/other"'),
    (
        "other/other.go",
        "",
        'package done\n\nimport "net/http"\n\ntype Closer interface{ Finish(*http.Response) }\n\nfunc Done(*http.Response) {}\n',
    ),
    ("more/more.go", "_ = h", "h.Close()"),
    ("more/more.go", "h.Close()\n", "_ = h\n"),
    ("more/more.go", "return h.resp.Body.Close()", "return nil"),
    ("more/more_test.go", "", 'package more\n\nimport "testing"\n\nfunc TestUse(t *testing.T) { use() }\n'),
    ("more/more_test.go", "", ""),
    ("main.go", 'http.ListenAndServe(":80", nil)', "http.DefaultClient.Timeout = 5"),
    BUILT_APART,
    ("go.mod", "module example.com/m", "module example.com/n"),
    NEWER,
    ("vendor/example.com/m/done/done.go", "", "package done\n"),
    ("vendor/example.com/m/done/done.go", "", ""),
    ("vendor/modules.txt", "", "# example.com/dep v1.0.0\n## explicit\nexample.com/dep\n"),
    ("vendor/modules.txt", "", ""),
    ("broken/broken.go", "", 'package broken\n\nimport "net/http"\n\nfunc f() { http.Get(\n'),
    ("broken/broken.go", "", ""),
)

OF_MODULES: tuple[Edit, ...] = (
    ("go.mod", "", ""),
    ("go.mod", "", MODULE["go.mod"]),
    ("go.mod", "=> ../dep", "=> ../dep2"),
    ("go.mod", "=> ../dep2", "=> ../dep"),
    ("go.mod", "replace example.com/dep => ../dep\n", ""),
    ("go.mod", "=> ../dep\n", "=> ../dep\n\nreplace example.com/m/done => ./other\n"),
    ("../go.mod", "", "module example.com\n"),
    ("../go.mod", "", ""),
    ("get/go.mod", "", "module example.com/m/get\n"),
    ("get/go.mod", "module example.com/m/get", "module example.com/got"),
    ("get/go.mod", "", ""),
    ("use/go.mod", "", "module example.com/m/use\n\nrequire example.com/m v1.0.0\n\nreplace example.com/m => ../\n"),
    ("use/go.mod", "module example.com/m/use\n", "module example.com/used\n"),
    ("use/go.mod", "=> ../", "=> ../nowhere"),
    ("use/go.mod", "", ""),
    ("more/go.mod", "", "not a module file\n"),
    ("more/go.mod", "", ""),
    ("go.work", "", "go 1.22\n\nuse .\nuse ./get\n"),
    ("go.work", "use ./get\n", "use ./use\nuse ../dep\n"),
    ("go.work", "go 1.22", "go 1.27"),
    ("go.work", "", ""),
    ("../go.work", "", "use ./m\nuse ./dep\n"),
    ("../go.work", "", ""),
)
"""Their files come, go and change, while no Go file does."""

OF_A_DEPENDENCY: tuple[Edit, ...] = (
    ("../dep/dep.go", "resp.Body.Close()", "_ = resp"),
    ("../dep/more.go", "", "package dep\n\nfunc more() {}\n"),
    ("../dep/other_windows.go", "", 'package dep\n\nimport "net/http"\n\nfunc Shut(*http.Response) {}\n'),
    ("../dep/dep.go", "", ""),
    ("../dep/dep.go", "", MODULE["../dep/dep.go"]),
    ("../dep/go.mod", "", ""),
    ("../dep/go.mod", "example.com/dep", "example.com/fork"),
    ("../dep2/dep.go", "", 'package dep\n\nimport "net/http"\n\nfunc Shut(*http.Response) {}\n'),
    ("../dep2/dep.go", "", ""),
)


ANY = EDITS + OF_MODULES + OF_A_DEPENDENCY


def laid_out(root: Path) -> Path:
    for name, text in MODULE.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def apply(root: Path, edit: Edit) -> None:
    name, old, new = edit
    path = root / name
    if not old and not new:
        path.unlink(missing_ok=True)
    elif not old:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(new)
    elif path.exists():
        path.write_text(path.read_text().replace(old, new))


def run(root: Path, *, cache: bool = True, config: bool = False, **asked: object) -> RunResult:
    folder = str(root.parent / "cache")
    request = CheckRequest(cwd=str(root), use_config=config, level=Level.AUDIT, cache=cache, cache_dir=folder)
    return check(request, **asked)  # type: ignore[arg-type]


def said(result: RunResult) -> tuple[object, ...]:
    return result.findings, result.notices, result.suppressed, result.stale


def test_what_has_not_changed_is_not_looked_at_again(tmp_path: Path) -> None:
    root = laid_out(tmp_path / "m")
    first, second = run(root), run(root)
    assert first.findings
    assert said(second) == said(first) == said(run(root, cache=False))
    assert (first.statistics.files_parsed > 0, second.statistics.files_parsed) == (True, 0)


def test_a_change_costs_the_files_that_rest_on_it(tmp_path: Path) -> None:
    root = laid_out(tmp_path / "m")
    run(root)
    apply(root, ("done/done.go", "defer resp.Body.Close()", "_ = resp.StatusCode"))
    found = run(root)
    assert "use/use.go" in {finding.primary.path for finding in found.findings}
    whole = run(root, cache=False)
    assert said(found) == said(whole)
    assert 0 < found.statistics.bytes_parsed < whole.statistics.bytes_parsed


def test_a_change_costs_no_other_file_of_the_package(tmp_path: Path) -> None:
    leaking = """package p

import "net/http"

func {name}() {{
\tresp, _ := http.Get("u")
\t_ = resp.StatusCode
}}
"""
    for name in "abc":
        (tmp_path / f"{name}.go").write_text(leaking.format(name=name), encoding="utf-8")
    whole = run(tmp_path)
    apply(tmp_path, ("b.go", "\t_ = resp", "\tdefer resp.Body.Close()\n\t_ = resp"))
    found = run(tmp_path)
    assert {finding.primary.path for finding in whole.findings} == {"a.go", "b.go", "c.go"}
    leaks = [each for each in found.findings if each.rule == "response-body-not-closed"]
    assert {finding.primary.path for finding in leaks} == {"a.go", "c.go"}
    assert whole.statistics.files_parsed - found.statistics.files_parsed == len("ac")


def test_what_was_found_in_another_text_than_the_one_that_is_kept(tmp_path: Path) -> None:
    """A file is changed when it has been read for the pre-filter, and is what it was before when the run is over."""
    root = laid_out(tmp_path / "m")
    name, closed, left_open = LEFT_OPEN
    run(root, progress=lambda stage, *_: apply(root, LEFT_OPEN) if stage == "reading" else None)
    apply(root, (name, left_open, closed))
    assert said(run(root)) == said(run(root, cache=False))


@pytest.mark.parametrize("edit", ANY, ids=range(len(ANY)))
def test_a_change_of_each_kind_and_back(edit: Edit, tmp_path: Path) -> None:
    check_there_and_back(laid_out(tmp_path / "m"), edit)


def check_there_and_back(root: Path, edit: Edit) -> None:
    run(root)
    path = root / edit[0]
    before = path.read_text() if path.exists() else ""
    for each in (edit, (edit[0], "", before)):
        apply(root, each)
        assert said(run(root)) == said(run(root, cache=False))


LOST: Edit = ("use/use.go", "done.Done(resp)", "_ = resp")
"""What `get` returns is lost in `use`, which is reported when `get` is analyzed."""

STARTS: dict[str, tuple[Edit, ...]] = {
    "one module": (LOST,),
    "a nested module": (LOST, ("use/go.mod", "", "module example.com/used\n")),
    "a workspace": (
        LOST,
        ("go.work", "", "go 1.22\n\nuse .\nuse ./get\nuse ./use\nuse ../dep\n"),
        ("get/go.mod", "", "module example.com/m/get\n"),
        ("use/go.mod", "", "module example.com/m/use\n"),
        ("go.mod", "replace example.com/dep => ../dep\n", ""),
        ("../dep/dep.go", "resp.Body.Close()", "_ = resp"),
    ),
}


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("edit", OF_MODULES + OF_A_DEPENDENCY, ids=range(len(OF_MODULES + OF_A_DEPENDENCY)))
def test_a_change_of_modules_that_are_there_already_and_back(edit: Edit, start: str, tmp_path: Path) -> None:
    root = laid_out(tmp_path / "m")
    for each in STARTS[start]:
        apply(root, each)
    check_there_and_back(root, edit)


OF_TEXTS = [(name, old, new) for name, old, new in EDITS if name.endswith(".go") and new]


@pytest.mark.parametrize("edit", OF_TEXTS, ids=range(len(OF_TEXTS)))
def test_a_text_that_is_not_on_disk(edit: Edit, tmp_path: Path) -> None:
    root = laid_out(tmp_path / "m")
    name, old, new = edit
    on_disk = run(root)
    text = (root / name).read_text().replace(old, new) if old and (root / name).exists() else new
    unsaved = {name: text.encode()}
    assert said(run(root, overlay=unsaved)) == said(run(root, overlay=unsaved, cache=False))
    assert run(root, overlay=unsaved).statistics.files_parsed == 0
    assert said(run(root)) == said(on_disk)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.lists(st.sampled_from(ANY), min_size=1, max_size=3), min_size=1, max_size=4))
@example(steps=[[LEFT_OPEN], [BUILT_APART, NEWER], [BUILT_APART]])  # once, two items had one number
def test_any_changes(steps: list[list[Edit]], tmp_path_factory: pytest.TempPathFactory) -> None:
    root = laid_out(tmp_path_factory.mktemp("any") / "m")
    run(root)
    for edits in steps:
        for edit in edits:
            apply(root, edit)
        assert said(run(root)) == said(run(root, cache=False))


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_any_number_of_workers_finds_and_keeps_the_same(workers: int, tmp_path: Path) -> None:
    root = laid_out(tmp_path / "m")
    request = CheckRequest(
        cwd=str(root), use_config=False, level=Level.AUDIT, workers=workers, cache_dir=str(tmp_path / "cache")
    )
    alone = run(root, cache=False)
    assert said(check(request, thresholds=IN_WORKERS)) == said(alone)
    assert said(check(replace(request, workers=1))) == said(alone)


def _shuffled(values: Sequence[Any], chance: random.Random) -> tuple[Any, ...]:
    return tuple(chance.sample(values, len(values)))


def test_the_order_in_which_files_are_looked_at_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = laid_out(tmp_path / "m")
    expected = said(run(root, cache=False))
    from golint_conn.run.work import schedule  # noqa: PLC0415

    packages = schedule._packages  # noqa: SLF001 - what is exchanged below
    for seed in range(6):

        def shuffled(*given: object, seed: int = seed) -> list[object]:
            chance = random.Random(seed)  # noqa: S311 - an order, not a secret
            found = [replace(each, files=_shuffled(each.files, chance)) for each in packages(*given)]  # type: ignore[arg-type]
            return [*_shuffled(found, chance)]

        monkeypatch.setattr(schedule, "_packages", shuffled)
        assert said(run(root, cache=False)) == expected


def test_the_seed_of_hashes_does_not_matter(tmp_path: Path) -> None:
    root = laid_out(tmp_path / "m")
    command = [sys.executable, "-m", "golint_conn", "check", "--no-config", "--no-cache", "--level", "audit"]

    def output(seed: str) -> bytes:
        ended = subprocess.run(
            [*command, "--output-format", "sarif"],
            cwd=root,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        )
        return ended.stdout

    first = output("0")
    assert b"ruleId" in first
    assert all(output(seed) == first for seed in ("1", "2", "3"))


def test_a_file_that_changes_within_the_second_is_seen(tmp_path: Path) -> None:
    root = laid_out(tmp_path / "m")
    for word in ("Body.Close()", "Body.Shut1()", "Body.Close()", "Body.Shut2()"):
        text = MODULE["done/done.go"].replace("Body.Close()", word)
        (root / "done/done.go").write_text(text)
        assert said(run(root)) == said(run(root, cache=False))


def moved_away(folder: Path) -> None:
    """Replace a folder with a link through which all its files are there as before."""
    place = folder.parent.parent / f"moved-{folder.name}"
    folder.rename(place)
    folder.symlink_to(place)


def moved_back(folder: Path) -> None:
    place = folder.readlink()
    folder.unlink()
    place.rename(folder)


@pytest.mark.parametrize("name", ["done", "get", "use", "more"])
def test_a_folder_that_becomes_a_link_and_a_folder_again(name: str, tmp_path: Path) -> None:
    root = laid_out(tmp_path / "m")
    apply(root, LOST)
    run(root)
    for change in (moved_away, moved_back):
        change(root / name)
        assert said(run(root)) == said(run(root, cache=False))


@pytest.mark.parametrize("name", ["done", "get", "use", "more", "../dep"])
def test_a_folder_that_cannot_be_listed_any_more(name: str, tmp_path: Path) -> None:
    """Its files are there, and can be read by their names."""
    root = laid_out(tmp_path / "m")
    apply(root, LOST)
    run(root)
    for mode in (0o311, 0o700):
        (root / name).chmod(mode)
        found = said(run(root)) == said(run(root, cache=False))
        if mode != 0o700 and os.access(root / name, os.R_OK):
            (root / name).chmod(0o700)
            pytest.skip("the user of this test may list any folder")
        assert found


def test_a_module_cache_in_another_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = laid_out(tmp_path / "m")
    apply(root, ("go.mod", "replace example.com/dep => ../dep\n", ""))
    for name in ("GOMODCACHE", "GOPATH", "HOME"):
        monkeypatch.delenv(name, raising=False)
    closing = MODULE["../dep/dep.go"]
    leaks = []
    for name, inside, text in (
        ("GOMODCACHE", ".", closing.replace("resp.Body.Close()", "")),
        ("GOPATH", "pkg/mod", closing),
        ("HOME", "go/pkg/mod", closing.replace("resp.Body.Close()", "")),
    ):
        module = tmp_path / name / inside / "example.com/dep@v1.0.0"
        module.mkdir(parents=True)
        (module / "dep.go").write_text(text)
        with monkeypatch.context() as patched:
            patched.setenv(name, str(tmp_path / name))
            found = run(root)
            assert said(found) == said(run(root, cache=False))
        leaks.append(
            sum(
                each.primary.path == "lib/lib.go" and each.rule == "response-body-not-closed" for each in found.findings
            )
        )
    assert leaks == [1, 0, 1]


CONFIGURATION = {
    ".golint-conn.toml": 'extend = "base.toml"\n',
    "base.toml": 'models = ["models.toml"]\n',
    "models.toml": """[[model]]
package = "example.com/dep"
declarations = "func Shut(resp *http.Response)"
imports = ["net/http"]

[[model.function]]
names = ["Shut"]
arguments = { 0 = "borrows" }
""",
}

OF_THE_CONFIGURATION: tuple[Edit, ...] = (
    ("models.toml", "borrows", "releases"),
    ("models.toml", 'names = ["Shut"]', 'names = ["Shut"]\nreference = "dep.go"'),
    ("base.toml", 'models = ["models.toml"]\n', ""),
    ("base.toml", "models = [", 'ignore = ["response-body-not-closed"]\nmodels = ['),
    ("base.toml", "models = [", 'exclude = ["lib"]\nmodels = ['),
    ("base.toml", "]\n", ']\n[rules.response-body-not-closed]\nseverity = "note"\n'),
    (".golint-conn.toml", 'extend = "base.toml"\n', ""),
    (".gitignore", "", "lib/\n"),
)


@pytest.mark.parametrize("edit", OF_THE_CONFIGURATION, ids=range(len(OF_THE_CONFIGURATION)))
def test_a_change_of_the_configuration_and_back(edit: Edit, tmp_path: Path) -> None:
    root = laid_out(tmp_path / "m")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)  # noqa: S607
    apply(root, ("go.mod", "replace example.com/dep => ../dep\n", ""))
    for name, text in CONFIGURATION.items():
        apply(root, (name, "", text))
    leaks = [each for each in run(root, config=True).findings if each.rule == "response-body-not-closed"]
    assert [each.primary.path for each in leaks] == ["lib/lib.go", "more/more.go"]
    for each in (edit, (edit[0], "", CONFIGURATION.get(edit[0], ""))):
        apply(root, each)
        assert said(run(root, config=True)) == said(run(root, config=True, cache=False))


def test_what_crashes_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = laid_out(tmp_path / "m")

    def crash(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr("golint_conn.rule.checking.checker.BuildChecker.check", crash)
        assert run(root).crashed
    assert said(run(root)) == said(run(root, cache=False))


def test_what_a_failing_rule_leaves_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = laid_out(tmp_path / "m")

    def fail(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr("golint_conn.rule.checking.obligations.Obligations.check", fail)
        assert run(root).crashed
    assert said(run(root)) == said(run(root, cache=False))


def test_what_another_version_of_a_rule_has_found_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, rule = laid_out(tmp_path / "m"), tmp_path / "installed" / "deeper" / "rule.py"
    rule.parent.mkdir(parents=True)
    rule.write_text("first")
    package = ModuleSpec("installed", None, is_package=True)
    package.submodule_search_locations = [str(tmp_path / "installed")]
    monkeypatch.setattr("golint_conn.run.work.open_cache.find_spec", lambda _: package)
    run(root)
    assert run(root).statistics.files_parsed == 0
    rule.write_text("another")
    assert run(root).statistics.files_parsed > 0


def _installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    package = ModuleSpec("installed", None, is_package=True)
    package.submodule_search_locations = [str(folder / "installed")]
    monkeypatch.setattr("golint_conn.run.work.open_cache.find_spec", lambda _: package)
    return [*opening._installed()]  # noqa: SLF001 - what a key is made of


def test_what_is_found_serves_the_same_installation_in_another_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As each run of a workflow installs again, under its own name."""
    told = []
    for place in ("one", "two"):
        folder = tmp_path / place
        (folder / "installed" / "deeper").mkdir(parents=True)
        (folder / "installed-1.0.dist-info").mkdir()
        for name in ("__init__.py", "deeper/rule.py"):
            (folder / "installed" / name).write_text("first")
        (folder / "installed-1.0.dist-info" / "RECORD").write_text(
            f"../bin/installed,sha256={place},1\ninstalled/__init__.py,sha256=a,5\ninstalled/deeper/rule.py,sha256=b,5\n"
        )
        told.append(_installed(folder, monkeypatch))
    assert told[0] == told[1]
    assert any("sha256=b" in each for each in told[0])
    # A file that was edited in its place is newer than what the installer left.
    edited = tmp_path / "two" / "installed" / "deeper" / "rule.py"
    edited.write_text("other")
    later = edited.stat().st_mtime + 9
    os.utime(edited, (later, later))
    assert _installed(tmp_path / "two", monkeypatch) not in told


@pytest.mark.parametrize("damage", [lambda p: p.write_bytes(b"no"), lambda p: p.unlink(), lambda p: p.chmod(0o000)])
def test_a_cache_that_cannot_be_used_changes_nothing(damage: Callable[[Path], object], tmp_path: Path) -> None:
    root = laid_out(tmp_path / "m")
    first = run(root)
    for each in (tmp_path / "cache").iterdir():
        damage(each)
    again = run(root)
    assert again.findings == first.findings
    assert all(notice.kind is NoticeKind.CACHE for notice in set(again.notices) - set(first.notices))
