"""Adopting the tool on the command line: baseline, directives, and new findings only."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.run.conftest import git_run

WriteTree = Callable[..., Path]
Run = Callable[..., subprocess.CompletedProcess[str]]
HEAD = 'package p\n\nimport _ "net/http"\n\n'


@pytest.fixture
def root(tree: WriteTree) -> Path:
    return tree(
        {"go.mod": "module a\n", "a.go": f"{HEAD}func f() {{\n\tg() // BAD body-lost\n\th() // BAD conn-lost\n}}\n"},
        git=True,
    )


def test_a_baseline_from_its_beginning_to_its_end(root: Path, golint: Run) -> None:
    name = ".golint-conn-baseline.json"
    made = golint(root, "baseline", "create")
    assert made.returncode == 0
    assert made.stdout.startswith(f"{name}: 2 findings; use it with --baseline")
    again = golint(root, "baseline", "create")
    assert (again.returncode, again.stdout) == (2, "")
    assert "already exists" in again.stderr
    assert golint(root, "check").returncode == 1
    (root / ".golint-conn.toml").write_text(f'baseline = "{name}"\n')
    held = golint(root, "check")
    assert (held.returncode, held.stdout) == (0, "no findings in 1 file; 2 in the baseline\n")
    (root / "a.go").write_text(f"{HEAD}// BAD conn-lost\n// BAD pool-small\n")
    told = golint(root, "check", "--fail-on", "note", "--output-format", "concise")
    assert told.returncode == 1
    assert "pool-small" in told.stdout
    assert f"{name}: no longer found: a.go: body-lost; golint-conn baseline update" in told.stderr
    before = json.loads((root / name).read_text())["findings"]
    updated = golint(root, "baseline", "update")
    assert (updated.returncode, updated.stderr) == (0, "")
    assert updated.stdout == f"{name}: 1 finding, 1 removed, 1 new and not added (--accept-new)\n"
    after = json.loads((root / name).read_text())["findings"]
    assert after.items() < before.items()
    assert golint(root, "baseline", "update", "--accept-new").stdout == f"{name}: 2 findings, 0 removed, 1 added\n"
    shown = golint(root, "baseline", "show").stdout.splitlines()
    assert shown == ["a.go: conn-lost", "a.go: pool-small", "conn-lost: 1", "pool-small: 1", "2 findings"]
    assert golint(root, "check", "--fail-on", "note").returncode == 0


def test_a_baseline_is_not_made_of_half_a_run(root: Path, golint: Run) -> None:
    (root / "b.go").write_text(f"{HEAD}// CRASH\n")
    assert golint(root, "baseline", "create", "--baseline", "b.json").returncode == 2
    assert not (root / "b.json").exists()
    (root / "b.go").unlink()
    golint(root, "baseline", "create", "--baseline", "b.json")
    old = (root / "b.json").read_text()
    (root / "a.go").write_text(f"{HEAD}// CRASH\n")
    assert golint(root, "baseline", "update", "--baseline", "b.json").returncode == 2
    assert (root / "b.json").read_text() == old


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "--add-ignores"), "needs a --reason"),
        (("check", "--add-ignores", "--reason", " "), "needs a --reason"),
        (("check", "--reason", "x"), "--add-ignores"),
        (("check", "--add-ignores", "--reason", "x", "--fix"), "cannot be combined with --fix"),
        (("check", "--baseline", "gone.json"), "gone.json: No such file"),
        (("check", "--new-from-rev", "x", "--new-from-merge-base", "y"), "not allowed with"),
        (("check", "--new-from-rev", "nowhere"), 'no commit "nowhere"'),
        (("baseline", "update"), "No such file"),
        (("baseline", "show", "--accept-new"), "baseline update"),
        (("baseline", "drop"), "invalid choice"),
    ],
)
def test_mistakes(arguments: tuple[str, ...], said: str, root: Path, golint: Run) -> None:
    done = golint(root, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_adding_directives_and_listing_them(root: Path, golint: Run) -> None:
    (root / "b.go").write_text(f"{HEAD}//nolint:body-lost // the peer's\nvar x = 1 // BAD body-lost\n")
    done = golint(root, "check", "--add-ignores", "--reason", "before  the rewrite")
    assert (done.returncode, done.stdout) == (0, "no findings in 2 files; 3 ignored in the code\n")
    assert done.stderr == "2 findings ignored in 1 file\n"
    assert (root / "a.go").read_text() == (
        f"{HEAD}func f() {{\n"
        "\t//golint-conn:ignore body-lost -- before the rewrite\n\tg() // BAD body-lost\n"
        "\t//golint-conn:ignore conn-lost -- before the rewrite\n\th() // BAD conn-lost\n}\n"
    )
    listed = golint(root, "ignores").stdout.splitlines()
    assert listed[-1] == "3 directives"
    assert listed[0] == "a.go:6: body-lost: before the rewrite (golint-conn:ignore)"
    assert "b.go:5: body-lost: the peer's (nolint:body-lost)" in listed
    documents = json.loads(golint(root, "ignores", "--output-format", "json").stdout)
    assert documents[0] == {
        "path": "a.go",
        "line": 6,
        "writtenAs": "golint-conn:ignore",
        "rules": ["body-lost"],
        "reason": "before the rewrite",
        "until": "",
        "state": "",
    }
    again = golint(root, "check", "--add-ignores", "--reason", "x")
    assert again.stderr == "0 findings ignored in 0 files\n"


@pytest.mark.parametrize("format_name", ["text", "concise", "json", "sarif"])
def test_what_is_held_back_is_shown_when_asked_for(format_name: str, root: Path, golint: Run) -> None:
    golint(root, "check", "--add-ignores", "--reason", "the reason why")
    quiet = golint(root, "check", "--output-format", format_name)
    assert (quiet.returncode, "the reason why" in quiet.stdout) == (0, False)
    shown = golint(root, "check", "--show-suppressed", "--output-format", format_name)
    assert shown.returncode == 0
    assert shown.stdout.count("the reason why") >= 2
    if format_name == "sarif":
        (run,) = json.loads(shown.stdout)["runs"]
        assert {each["suppressions"][0]["kind"] for each in run["results"]} == {"inSource"}
        assert {each["suppressions"][0]["status"] for each in run["results"]} == {"accepted"}
        assert json.loads(quiet.stdout)["runs"][0]["results"] == []


def test_new_only(root: Path, golint: Run) -> None:
    git_run("-C", str(root), "add", "-A")
    git_run("-C", str(root), "-c", "user.name=n", "-c", "user.email=e@example.org", "commit", "-qm", "one")
    done = golint(root, "check", "--new-from-rev", "HEAD")
    assert (done.returncode, done.stdout) == (0, "no findings in 1 file; 2 that existed before\n")
    (root / "b.go").write_text(f"{HEAD}// BAD body-lost\n")
    done = golint(root, "check", "--new-from-merge-base", "HEAD", "--output-format", "concise")
    assert (done.returncode, done.stdout) == (1, "b.go:5:4: this is body-lost (body-lost)\n")


def test_settings_are_shown(root: Path, golint: Run) -> None:
    (root / ".golint-conn.toml").write_text('[[overrides]]\npaths = ["x/"]\nseverity = "note"\n')
    shown = golint(root, "check", "--show-settings", "--baseline", "b.json").stdout
    assert 'overrides     = [{paths = ["x/"], severity = "note"}]' in shown
    assert f'baseline      = "{root}/b.json"  # command line' in shown
    assert "path-rules" not in shown
