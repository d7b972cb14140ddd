"""The reports for a file or a folder are those of a run over the whole module, wherever their causes are."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from golint_conn.dev.authoring.migrate import migrated
from golint_conn.dev.path_runs import Paths
from golint_conn.finding import NoticeKind
from golint_conn.run.check import check
from golint_conn.run.git.ignored import GitError
from golint_conn.run.plan import Plan
from golint_conn.run.request import CheckRequest, Level
from golint_conn.run.work.schedule import Schedule
from tests.fixture_modules import FIXTURES, IDS
from tests.go_tool import ROOT
from tests.surroundings.conftest import git, write

pytestmark = pytest.mark.slow

Tree = Callable[[dict[str, str]], Path]

LEAK, DIAL = "response-body-not-closed", "missing-dial-timeout"
GO_MOD = "module example.com/shop\n\ngo 1.24\n"


def opens(package: str, function: str = "Open", call: str = "http.DefaultClient.Get(url)", more: str = "") -> str:
    """Return a file with a function that hands an open response to its callers."""
    imports = f'import (\n\t"net/http"\n{more})\n'
    return (
        f"package {package}\n\n{imports}\nfunc {function}(url string) (*http.Response, error) {{\n\treturn {call}\n}}\n"
    )


def leaks(package: str, call: str, imported: str = "") -> str:
    """Return a file with a function that leaks what a call gives it, and names no package of Go's library."""
    head = f"package {package}\n\n{imported}\n"
    return f"{head}func Status(url string) int {{\n\tresp, err := {call}\n\tif err != nil {{\n\t\treturn 0\n\t}}\n\treturn resp.StatusCode\n}}\n"


def of_shop(*packages: str) -> str:
    return "".join(f'import "example.com/shop/{each}"\n' for each in packages)


REPLY = "type Reply = *http.Response\n\nfunc Open"
CHAIN = {
    "a/a.go": opens("a", "OpenA").replace("func Open", REPLY).replace("(*http.Response", "(Reply"),
    **{
        f"{here}/{here}.go": f"package {here}\n\n{of_shop(*{'a', below})}\n"
        f"func Open{here.upper()}(url string) (a.Reply, error) {{ return {below}.Open{below.upper()}(url) }}\n"
        for below, here in zip("abcdefghi", "bcdefghij", strict=True)
    },
}
"""A response that ten functions in ten packages pass on, each to the next; only the first is about responses."""

DIALER = """package config

import "net"

type Config struct{ Dialer *net.Dialer }

var Shared = &Config{Dialer: &net.Dialer{}}
"""
DIALS = """package client

import (
	"net"

	"example.com/shop/config"
)

func Connect() (net.Conn, error) { return config.Shared.Dialer.Dial("tcp", "example.com:25") }
"""
TRANSPORT = """package pool

import "net/http"

var Transport = &http.Transport{}
var Client = &http.Client{Transport: Transport}
"""
WIDENS = """package setup

import "example.com/shop/pool"

func Widen() { pool.Transport.MaxIdleConnsPerHost = 64 }
"""

MODULES: dict[str, tuple[dict[str, str], list[str]]] = {
    # name: files, and the findings in a file because of another
    "a caller": (
        {"fetch/fetch.go": opens("fetch"), "app/app.go": leaks("app", "fetch.Open(url)", of_shop("fetch"))},
        ["app/app.go"],
    ),
    "in one package": ({"app/open.go": opens("app", "open"), "app/app.go": leaks("app", "open(url)")}, ["app/app.go"]),
    "a method": (
        {
            "fetch/fetch.go": opens("fetch", call="c.Get(url)").replace(
                "func Open", "type C struct{ http.Client }\n\nfunc (c *C) Open"
            ),
            "app/app.go": leaks("app", "new(fetch.C).Open(url)", of_shop("fetch")),
        },
        ["app/app.go"],
    ),
    "under another name": (
        {
            "fetch/fetch.go": opens("fetch"),
            "app/app.go": leaks("app", "f.Open(url)", 'import f "example.com/shop/fetch"\n'),
        },
        ["app/app.go"],
    ),
    "under no name": (
        {
            "fetch/fetch.go": opens("fetch"),
            "app/app.go": leaks("app", "Open(url)", 'import . "example.com/shop/fetch"\n'),
        },
        ["app/app.go"],
    ),
    "in parentheses": (
        {"fetch/fetch.go": opens("fetch"), "app/app.go": leaks("app", "(fetch.Open)(url)", of_shop("fetch"))},
        ["app/app.go"],
    ),
    "after a comment": (
        {
            "fetch/fetch.go": opens("fetch"),
            "app/app.go": leaks("app", "fetch. /* a */ Open /* b */ (url)", of_shop("fetch")),
        },
        ["app/app.go"],
    ),
    "as gofmt does not write it": (
        {
            "fetch/fetch.go": opens("fetch").replace("\nfunc Open", "\nvar x = 1; func Open"),
            "app/app.go": leaks("app", "fetch.Open(url)", of_shop("fetch")),
        },
        ["app/app.go"],
    ),
    "four calls up": ({**CHAIN, "app/app.go": leaks("app", "d.OpenD(url)", of_shop("d"))}, ["app/app.go"]),
    "ten calls up": ({**CHAIN, "app/app.go": leaks("app", "j.OpenJ(url)", of_shop("j"))}, ["app/app.go"]),
    "a test": (
        {
            "fetch/fetch.go": opens("fetch"),
            "fetch/app_test.go": leaks("fetch_test", "fetch.Open(url)", of_shop("fetch")),
        },
        [],
    ),
    "from a test": ({"app/open_test.go": opens("app", "open"), "app/app_test.go": leaks("app", "open(url)")}, []),
    "a dialer": ({"config/config.go": DIALER, "client/client.go": DIALS}, ["client/client.go"]),
    "a setting": ({"pool/pool.go": TRANSPORT, "setup/setup.go": WIDENS}, ["setup/setup.go"]),
    "a module below": (
        {
            "fetch/fetch.go": opens("fetch"),
            "app/app.go": leaks("app", "fetch.Open(url)", of_shop("fetch")),
            "tools/go.mod": "module example.com/tools\n\ngo 1.24\n\nrequire example.com/shop v0.0.0\n\nreplace example.com/shop => ../\n",
            "tools/open/open.go": opens("open"),
            "tools/run/run.go": leaks("run", "open.Open(url)", 'import "example.com/tools/open"\n'),
            "tools/far/far.go": leaks("far", "fetch.Open(url)", of_shop("fetch")),
        },
        ["app/app.go", "tools/run/run.go"],
    ),
    "modules side by side": (
        {
            "go.mod": "",
            "go.work": "go 1.24\n\nuse (\n\t./one\n\t./two\n)\n",
            "one/go.mod": "module example.com/one\n\ngo 1.24\n",
            "one/dial.go": 'package one\n\nimport (\n\t"net"\n\n\t"example.com/two"\n)\n\nfunc Dial() (net.Conn, error) { return two.With(&net.Dialer{}) }\n',
            "two/go.mod": "module example.com/two\n\ngo 1.24\n",
            "two/with.go": 'package two\n\nimport "net"\n\nfunc With(d *net.Dialer) (net.Conn, error) { return d.Dial("tcp", "example.com:25") }\n',
        },
        ["two/with.go"],
    ),
    "modules apart": (
        {
            "one/go.mod": "module example.com/one\n\ngo 1.24\n\nrequire example.com/two v0.0.0\n\nreplace example.com/two => ../two\n",
            "one/dial.go": 'package one\n\nimport (\n\t"net"\n\n\t"example.com/two"\n)\n\nfunc Dial() (net.Conn, error) { return two.With(&net.Dialer{}) }\n',
            "two/go.mod": "module example.com/two\n\ngo 1.24\n",
            "two/with.go": 'package two\n\nimport "net"\n\nfunc With(d *net.Dialer) (net.Conn, error) { return d.Dial("tcp", "example.com:25") }\n',
            "go.mod": "",
        },
        [],
    ),
    "no module": (
        {"go.mod": "", "app/open.go": opens("app", "open"), "app/app.go": leaks("app", "open(url)")},
        ["app/app.go"],
    ),
    "what git ignores": (
        {
            ".gitignore": "made/\n",
            "made/made.go": opens("made"),
            "app/app.go": leaks("app", "made.Open(url)", of_shop("made")),
        },
        [],
    ),
}
"""Modules, and the files in which something stands that looking at them alone does not find."""


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    def make(files: dict[str, str]) -> Path:
        root = tmp_path / "shop"
        root.mkdir()
        git(root, "init", "-q")
        write(root, {"go.mod": GO_MOD, **files})
        for empty in [path for path in root.rglob("go.mod") if not path.read_bytes()]:
            empty.unlink()
        return root

    return make


def asking(**more: object) -> CheckRequest:
    return CheckRequest(level=Level.PEDANTIC, use_config=False, cache=False, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", MODULES)
def test_each_part_tells_what_the_whole_tells_there(name: str, tree: Tree) -> None:
    files, brought_about = MODULES[name]
    root = tree(files)
    paths = Paths(str(root), asking())
    assert sorted(_far(paths)) == brought_about
    parts = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.suffix == ".go" or path.is_dir())
    for part in (each for each in parts if not each.startswith((".", "made"))):
        assert list(paths.differences(part)) == []
        assert list(paths.differences(part, cwd=os.path.dirname(part))) == []  # noqa: PTH120 (text only)
        if not part.endswith(".go") and not (root / part / "go.mod").exists():
            assert list(paths.differences(part, spelled=f"./{part}/...")) == []


def _far(paths: Paths) -> set[str]:
    """Return the files with findings that looking at them alone does not find."""
    _, files = paths.found()
    alone = {path: check(asking(cwd=paths.root, paths=(path,), alone=True)).findings for path in files}
    return {each.primary.path for each in paths.whole.findings if each not in alone[each.primary.path]}


@pytest.mark.parametrize("rule_id", IDS)
def test_what_fixtures_bring_about_elsewhere_comes_of_files_that_are_looked_at(rule_id: str) -> None:
    root = str(FIXTURES / rule_id)
    request = CheckRequest(cwd=root, paths=(".",), select=(rule_id,), use_config=False, cache=False)
    plan = Plan(request)
    outcome = Schedule(plan.reader, plan.settings.rules, workers=1).run(plan.discovery.files)
    for cause, found in outcome.found.items():
        for path in {str(Path(plan.reader.root, each.primary.path)) for each in found} - {cause}:
            alone = CheckRequest(cwd=root, paths=(path,), use_config=False)
            assert cause in Plan(alone).extent.files, path


def test_what_else_is_named_changes_nothing(tree: Tree) -> None:
    files = {
        "fetch/fetch.go": opens("fetch"),
        "app/app.go": leaks("app", "fetch.Open(url)", of_shop("fetch")),
        "app/more.go": leaks("app", "made.Open(url)", of_shop("made")).replace("Status", "More"),
        ".gitignore": "made/\n",
        "made/made.go": opens("made"),
    }
    root = tree(files)

    def found(*paths: str) -> list[str]:
        return [each.primary.path for each in check(asking(cwd=str(root), paths=paths, select=(LEAK,))).findings]

    assert found("app/app.go") == found("app") == found(".") == ["app/app.go"]
    assert found("app", "made/made.go") == found(".", "made/made.go") == found("app", "made", "fetch") == ["app/app.go"]
    assert found("fetch/fetch.go") == found("app/more.go") == found("fetch", "app/more.go") == []


def test_no_more_is_looked_at_than_may_bring_something_about(tree: Tree) -> None:
    plain = "package plain\n\nfunc Count() int { return inner() }\n\nfunc Text() error { return nil }\n"
    root = tree(
        {
            "fetch/fetch.go": opens("fetch"),
            "fetch/count.go": "package fetch\n\nvar count = 1\n",
            "plain/plain.go": plain,
            "plain/inner.go": "package plain\n\nfunc inner() int { return 1 }\n",
            "unused/unused.go": opens("unused"),
            "app/app.go": leaks("app", "fetch.Open(url)", of_shop("fetch", "plain")) + "\nvar n = plain.Count()\n",
            "pool/pool.go": TRANSPORT,
            "setup/setup.go": WIDENS,
        }
    )

    def beside(path: str) -> list[str]:
        request = asking(cwd=str(root), paths=(path,))
        extent = Plan(request).extent
        return sorted(os.path.relpath(each, root) for each in {*extent.files} - extent.named)

    assert beside("app/app.go") == ["fetch/fetch.go"]
    assert beside("app") == ["fetch/fetch.go"]
    assert beside("fetch/fetch.go") == beside("plain") == beside(".") == []
    assert beside("setup/setup.go") == ["pool/pool.go"]


APP = {"fetch/fetch.go": opens("fetch"), "app/app.go": leaks("app", "fetch.Open(url)", of_shop("fetch"))}


def test_standard_input(tree: Tree) -> None:
    root = tree({**APP, "app/app.go": "package app\n"})
    result = check(asking(cwd=str(root / "app"), stdin_filename="app.go", stdin=APP["app/app.go"].encode()))
    assert [each.rule for each in result.findings] == [LEAK]
    assert (result.statistics.files_found, result.statistics.files_beside) == (1, 1)


def test_a_hook(tree: Tree) -> None:
    root = tree(APP)
    git(root, "add", "-A")
    for paths in (("app/app.go",), ("app/app.go", "fetch/fetch.go")):
        result = check(asking(cwd=str(root), paths=paths, hook=True, select=(LEAK,)))
        assert [(each.primary.path, each.rule) for each in result.findings] == [("app/app.go", LEAK)]
    # The response is opened here, but nothing here explains what the caller does with it.
    assert check(asking(cwd=str(root), paths=("fetch/fetch.go",), hook=True, select=(LEAK,))).findings == ()


def test_notices_about_other_files_are_left_out(tree: Tree) -> None:
    root = tree({**APP, "fetch/fetch.go": APP["fetch/fetch.go"] + "\nfunc broken() { http.Get( }\n"})
    assert [each.path for each in check(asking(cwd=str(root))).notices] == ["fetch/fetch.go"]
    assert check(asking(cwd=str(root), paths=("app",))).notices == ()
    assert [each.path for each in check(asking(cwd=str(root), paths=("fetch",))).notices] == ["fetch/fetch.go"]


def test_directives_and_the_baseline(tree: Tree) -> None:
    ignored = APP["app/app.go"].replace("\tresp, err", f"\t//golint-conn:ignore {LEAK} -- fine\n\tresp, err")
    root = tree({**APP, "app/app.go": ignored})
    assert check(asking(cwd=str(root), paths=("app/app.go",))).findings == ()
    write(root, {"fetch/fetch.go": opens("fetch", call="nil, nil")})
    (unneeded,) = check(asking(cwd=str(root), paths=("app/app.go",))).findings
    assert unneeded.rule == "ineffective-ignore"
    write(root, APP)
    (leak,) = check(asking(cwd=str(root), paths=("app",))).findings
    entry = {"path": "app/app.go", "rule": LEAK, "symbol": leak.symbol}
    baseline = {"tool": "golint-conn", "format": 1, "findings": {leak.fingerprint: entry}}
    write(root, {"baseline.json": json.dumps(baseline)})
    kept = check(asking(cwd=str(root), paths=("app/app.go",), baseline="baseline.json"))
    assert (kept.findings, kept.stale) == ((), ())
    write(root, {"fetch/fetch.go": opens("fetch", call="nil, nil")})
    assert len(check(asking(cwd=str(root), paths=("app/app.go",), baseline="baseline.json")).stale) == 1
    assert check(asking(cwd=str(root), paths=("fetch",), baseline="baseline.json")).stale == ()


def test_what_an_older_revision_had(tree: Tree) -> None:
    root = tree({**APP, "app/old.go": leaks("app", "fetch.Open(url)", of_shop("fetch")).replace("Status", "Moved")})
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "start")

    def new(*paths: str) -> list[tuple[str, str]]:
        result = check(asking(cwd=str(root), paths=paths, select=(LEAK,), new_from_rev="HEAD"))
        return [(each.primary.path, each.symbol) for each in result.findings]

    assert new("app/app.go") == new(".") == []
    # One of the two is the one that was there, in the order of their paths, whichever the run is asked for.
    moved = (root / "app/old.go").read_text()
    (root / "app/old.go").unlink()
    write(root, {"app/first.go": moved, "web/second.go": moved.replace("package app", "package web")})
    assert new(".") == [("web/second.go", "Moved")]
    assert new("web/second.go") == new("web") == [("web/second.go", "Moved")]
    assert new("app/first.go") == new("app") == []


STRUCT = (ROOT / "rules" / "missing_dial_timeout.py").read_text(encoding="utf-8").replace(DIAL, "own-rule")
OLD = ROOT / "tests" / "dev" / "authoring" / "fixtures" / "version_2" / "missing_dial_timeout.py"
OWN = migrated(str(OLD), OLD.read_bytes()).data.decode().replace(DIAL, "own-rule")
"""A rule with a query, which reports anywhere where it says nothing else."""

PLACEMENT = re.compile(r"    placement=.*\n    elsewhere=.*\n")


@pytest.mark.parametrize(("said", "expected"), [("", ["own-rule"]), ("    placement=Placement.CALLERS,\n", [])])
def test_a_rule_of_others_says_where_it_reports(said: str, expected: list[str], tree: Tree) -> None:
    root = tree({"config/config.go": DIALER, "client/client.go": DIALS})
    write(root, {"own/own_rule.py": PLACEMENT.sub(said, OWN)})
    result = check(asking(cwd=str(root), paths=("client",), rules_dirs=("own",), select=("own-rule",)))
    assert [each.rule for each in result.findings] == expected


@pytest.mark.parametrize(("said", "expected"), [("    placement=Placement.MODULE,\n", ["own-rule"]), ("", [])])
def test_a_rule_about_structs_reports_in_their_files_where_it_says_nothing(
    said: str, expected: list[str], tree: Tree
) -> None:
    root = tree({"config/config.go": DIALER, "client/client.go": DIALS})
    write(root, {"own/own_rule.py": PLACEMENT.sub(said, STRUCT)})
    result = check(asking(cwd=str(root), paths=("client",), rules_dirs=("own",), select=("own-rule",)))
    assert [each.rule for each in result.findings] == expected


def test_a_rule_that_reports_where_it_says_it_does_not_fails(tree: Tree) -> None:
    root = tree({"config/config.go": DIALER, "client/client.go": DIALS})
    for said in ("    placement=Placement.MATCH,\n", '    elsewhere=("Deal",),\n'):
        write(root, {"own/own_rule.py": PLACEMENT.sub(said, OWN)})
        result = check(asking(cwd=str(root), rules_dirs=("own",), select=("own-rule",)))
        assert result.findings == ()
        (notice,) = result.notices
        assert (notice.path, notice.kind) == ("config/config.go", NoticeKind.CRASH)
        assert "it reports in client/client.go, which its placement excludes" in notice.message


def test_a_file_outside_of_any_module_leads_nowhere_else(tree: Tree) -> None:
    root = tree(
        {"go.mod": "", "a.go": opens("p"), "b.go": leaks("p", "Open(url)"), "far/c.go": DIALER, "far/d.go": DIALS}
    )
    request = asking(cwd=str(root), paths=("b.go",))
    extent = Plan(request).extent
    assert extent.files == (str(root / "a.go"), str(root / "b.go"))


@pytest.mark.parametrize("use", ["./nowhere", "..", "/"])
def test_a_workspace_leads_only_to_what_is_below_it(use: str, tree: Tree, tmp_path: Path) -> None:
    write(tmp_path, {"go.mod": "module example.com/above\n", "above.go": TRANSPORT})
    root = tree(
        {"go.work": f"go 1.24\n\nuse (\n\t.\n\t{use}\n)\n", "pool/pool.go": TRANSPORT, "setup/setup.go": WIDENS}
    )
    request = asking(cwd=str(root), paths=("setup",))
    extent = Plan(request).extent
    assert extent.files == (str(root / "pool/pool.go"), str(root / "setup/setup.go"))


def test_that_git_does_not_answer_is_told(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree(APP)

    def refuses(*_: object) -> frozenset[str]:
        message = "no git today"
        raise GitError(message)

    monkeypatch.setattr("golint_conn.run.files.discovery.ignored_paths", refuses)
    (notice,) = check(asking(cwd=str(root), paths=("app/app.go",))).notices
    assert "no git today" in notice.message
