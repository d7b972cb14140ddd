"""Rules that are not ours: from folders and from installed packages, and what is told of those that cannot be used."""

import os
import pickle
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from golint_conn.finding import NoticeKind
from golint_conn.rule.folder import FolderError, read_folder, rule_names
from golint_conn.rule.registry import completed, load_rules
from golint_conn.rule.sources import BUILT_IN, Plugin, RuleSources
from golint_conn.rule.version import API_VERSION
from golint_conn.run.check import FAILED, FOUND, check, exit_code
from golint_conn.run.request import CheckRequest, UsageError
from golint_conn.run.schedule import Thresholds

ROOT = Path(__file__).resolve().parents[2]
GOOD = (ROOT / "rules" / "keep_alives_disabled.py").read_text(encoding="utf-8")
GO = 'package p\n\nimport "net/http"\n\nvar t = &http.Transport{DisableKeepAlives: true}\n'
EVERYWHERE = Thresholds(files_to_read=0, bytes_to_check=0, smallest_batch=1)

Folder = Callable[..., Path]


def named(rule_id: str) -> str:
    return GOOD.replace("keep-alives-disabled", rule_id)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    def make(name: str = "own", **files: str) -> Path:
        place = tmp_path / name
        place.mkdir()
        for stem, text in files.items():
            (place / f"{stem}.py").write_text(text, encoding="utf-8")
        return place

    return make


def sources(*folders: Path) -> RuleSources:
    return completed(RuleSources(tuple(read_folder(str(each)) for each in folders)))


def told(found: RuleSources) -> list[str]:
    return [f"{Path(each.path).name}: {each.message}" for each in found.notices]


def test_rules_of_a_folder_are_added(folder: Folder) -> None:
    found = sources(folder(own_rule=named("own-rule"), another=named("another"), _helper="1 / 0", notes="1 / 0"))
    ids = [rule.id for rule in load_rules(found)]
    assert set(ids) - {rule.id for rule in load_rules()} == {"own-rule", "another"}
    assert ids == sorted(ids)
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 (our own)


API = f"API = {API_VERSION}\n"
BROKEN = {
    "does not parse": (f"{API}def f(:\n", "SyntaxError: invalid syntax (line 2)"),
    "holds a NUL": (f"{API}\0", "null bytes"),
    "raises": (f"{API}\n\ndef f():\n    raise KeyError('x')\n\n\nf()\n", "KeyError: 'x' (line 5)"),
    "exits": (f"{API}import sys\nsys.exit(3)\n", "SystemExit: 3 (line 3)"),
    "imports what is not there": (f"{API}import nothing_of_that_name\n", "No module named 'nothing_of_that_name'"),
    "imports its neighbour": (f"{API}from . import good\n", "attempted relative import"),
    "has no rule": (f"{API}x = 1\n", "it has no RULE"),
    "has another rule": (f"{API}RULE = 1\n", "RULE is a int"),
    "has another id": (named("something-else"), "the id is 'something-else', the file name asks for 'own-rule'"),
    "is from the past": ("x = 1\n", "it is written for version 1 of the api"),
    "is from the future": ("API = 99\n", "it is written for version 99 of the api"),
    "has no documentation": (GOOD.replace("keep-alives-disabled", "own-rule").replace("## Good", "## God"), "Good"),
    "has a bad query": (named("own-rule").replace("(composite_literal body:", "(no_such_node body:"), "no_such_node"),
    "has bad needs": (
        named("own-rule").replace('imports=("net/http",)', 'imports=("net/http", 3)'),
        "tuple of strings",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_used_costs_itself_only(name: str, folder: Folder) -> None:
    text, reason = BROKEN[name]
    found = sources(folder(own_rule=text, good=named("good")))
    assert "good" in {rule.id for rule in load_rules(found)}
    (message,) = told(found)
    assert message.startswith("own_rule.py: this rule is not used: ")
    assert reason in message
    assert "\n" not in message
    assert found.absent == {"own-rule"}
    assert [each.kind for each in found.notices] == [NoticeKind.CRASH]


def test_an_id_is_taken_once(folder: Folder) -> None:
    first, second = folder("first", own_rule=named("own-rule")), folder("second", own_rule=named("own-rule"))
    found = sources(first, second, folder("third", keep_alives_disabled=GOOD))
    taken = "keep-alives-disabled"
    assert told(found) == [
        f"own_rule.py: this rule is not used: a rule own-rule comes from {first}/own_rule.py already; rename this one",
        f"keep_alives_disabled.py: this rule is not used: a rule {taken} comes from golint-conn itself already; rename this one",
    ]
    assert [rule.id for rule in load_rules(found)].count("own-rule") == 1


def test_a_folder_is_read_without_running_it(folder: Folder) -> None:
    place = folder(own_rule="1 / 0", other="x")
    (place / "data").mkdir()
    (place / "data" / "deep.py").write_text("1 / 0")
    (place / "__pycache__").mkdir()
    (place / "__pycache__" / "own_rule.pyc").write_text("x")
    found = read_folder(str(place))
    assert [os.path.relpath(each.path, place) for each in found.files] == ["data/deep.py", "other.py", "own_rule.py"]
    assert [each.rule_id for each in found.rule_files] == ["other", "own-rule"]
    assert rule_names(str(place)) == {"other", "own-rule"}
    with pytest.raises(FolderError, match="No such file"):
        read_folder(str(place / "none"))
    with pytest.raises(FolderError, match="Not a directory"):
        read_folder(str(place / "other.py"))


@pytest.mark.parametrize("workers", [1, 2])
def test_they_run_in_all_processes(workers: int, folder: Folder, tmp_path: Path) -> None:
    own = folder(own_rule=named("own-rule"), broken="API = 99")
    for number in range(4):
        (tmp_path / "code" / str(number)).mkdir(parents=True)
        (tmp_path / "code" / str(number) / "a.go").write_text(GO)
    request = CheckRequest(cwd=str(tmp_path / "code"), rules_dirs=(str(own),), select=("own-rule",), workers=workers)
    result = check(request, thresholds=EVERYWHERE)
    assert [each.rule for each in result.findings] == ["own-rule"] * 4
    assert "broken.py" in [Path(each.path).name for each in result.notices]
    assert exit_code(result, result.findings[0].severity) == FAILED
    assert {"own-rule"} == {each.id for each in result.rules}


def test_a_rule_that_fails_over_a_match_is_told_of(folder: Folder, tmp_path: Path) -> None:
    failing = (
        named("own-rule")
        .replace("    query=", "    query=", 1)
        .replace("check=check", "check=lambda match, context: 1 / 0")
    )
    (tmp_path / "a.go").write_text(GO)
    request = CheckRequest(cwd=str(tmp_path), rules_dirs=(str(folder(own_rule=failing)),), level=None)
    result = check(request)
    (notice,) = [each for each in result.notices if each.kind is NoticeKind.CRASH]
    assert str(notice) == "a.go:5: rule own-rule failed here and was passed over: ZeroDivisionError: division by zero"
    assert [each.rule for each in result.findings] == ["keep-alives-disabled"]


def test_a_folder_on_the_command_line_must_be_one_of_rules(folder: Folder, tmp_path: Path) -> None:
    for name, reason in (("none", "No such file"), (str(folder(_x="1")), "no rule file in this folder")):
        with pytest.raises(UsageError, match=reason):
            check(CheckRequest(cwd=str(tmp_path), rules_dirs=(name,)))


def test_rules_that_are_not_used_may_be_named(folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder(own_rule=named("own-rule"))
    (tmp_path / "a.go").write_text(GO.replace("true}", "true} //golint-conn:ignore own-rule -- later"))
    config = tmp_path / ".golint-conn.toml"
    config.write_text('rules-dirs = ["own"]\nignore = ["own-rule"]\n[rules.own-rule]\nseverity = "note"\n')
    result = check(CheckRequest(cwd=str(tmp_path)))
    assert {each.rule for each in result.findings} == {"keep-alives-disabled"}
    told = str(result.notices[0])
    assert "you have not trusted them" in told
    page = (ROOT / "docs" / "own-rules.md").read_text(encoding="utf-8")
    assert f"notice: {told.replace(' own ', ' lint/rules ').replace('trust own', 'trust lint/rules')}\n" in page
    assert exit_code(result, result.findings[0].severity) == FOUND
    config.write_text('rules-dirs = ["own"]\nselect = ["own-rule"]\n')
    with pytest.raises(UsageError, match=r"leave no rule to run\n.*golint-conn rules trust own"):
        check(CheckRequest(cwd=str(tmp_path)))
    with pytest.raises(UsageError, match=r'"own-rules" is neither a rule'):
        check(CheckRequest(cwd=str(tmp_path), select=("own-rules",)))


def test_without_sources_nothing_is_looked_for() -> None:
    assert load_rules() is load_rules(BUILT_IN)


def test_a_plugin_that_is_none_is_told_of() -> None:
    for module, reason in (("no_such_module", "No module named"), ("json", "it is written for version 1 of the api")):
        (notice, *_) = completed(RuleSources(plugins=(Plugin("x", module),))).notices
        assert reason in notice.message
        assert "(plugin x)" in notice.message
        assert notice.kind is NoticeKind.CRASH


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the example plugin installed; all else is borrowed from the one that runs the tests."""
    home = tmp_path_factory.mktemp("plugin")
    copy = home / "source"
    subprocess.run(["cp", "-r", str(ROOT / "docs" / "plugin"), str(copy)], check=True)  # noqa: S607
    venv.create(home / "venv", with_pip=False)
    programs = home / "venv" / ("Scripts" if os.name == "nt" else "bin")
    site = next((home / "venv").glob("lib/*/site-packages"))
    borrowed = [each for each in sys.path if Path(each).is_absolute() and each != str(ROOT)]
    # Folders of packages may hold links to editable ones.
    lines = (f"import site; site.addsitedir({each!r})" if each.endswith("-packages") else each for each in borrowed)
    (site / "borrowed.pth").write_text("".join(f"{line}\n" for line in lines))
    options = ("--no-build-isolation", "--no-deps", "--no-index", "--quiet", "--disable-pip-version-check")
    pip = [sys.executable, "-m", "pip", f"--python={programs / 'python'}", "install", *options, str(copy)]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return programs / "python"


def test_the_example_plugin_works_when_installed(environment: Path, tmp_path: Path) -> None:
    code = (ROOT / "docs" / "plugin" / "fleet_lint" / "rules" / "fleet_lease_not_released.py").read_text(
        encoding="utf-8"
    )
    (tmp_path / "orders.go").write_text(code.split("```go\n")[1].split("```")[0].replace(" " * 8, "\t"))
    (tmp_path / "go.mod").write_text("module example.com/shop\n\ngo 1.24\n")

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [environment, "-P", "-m", "golint_conn", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert run("check").returncode == 0
    done = run("check", "--plugin", "fleet", "--output-format", "concise")
    assert done.stdout == "orders.go:6:16: The lease is not given back on every path. (fleet-lease-not-released)\n", (
        done.stderr
    )
    assert done.returncode == 1
    (tmp_path / ".golint-conn.toml").write_text(
        'plugins = ["fleet"]\n[rules.fleet-lease-not-released]\nseverity = "note"\n'
    )
    done = run("check", "--output-format", "concise", "--workers", "2")
    assert (done.returncode, done.stdout.count("fleet-lease-not-released")) == (0, 1), done.stderr
    assert "fleet-lease-not-released" in run("rules").stdout
    assert "installed are fleet" in run("check", "--plugin", "flet").stderr
