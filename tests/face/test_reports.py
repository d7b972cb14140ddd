"""Reports on the command line: several at once, what a hook may write, and `sarif-check`."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from golint_conn.report import FORMATS

pytestmark = pytest.mark.slow

WriteTree = Callable[..., Path]
Run = Callable[..., subprocess.CompletedProcess[str]]

BAD = 'package p\n\nimport "net/http"\n\n// BAD conn-lost\n'


def untimed(report: str) -> list[str]:
    return [
        line for line in report.splitlines() if "Seconds" not in line and " time=" not in line and '"read"' not in line
    ]


def test_every_format_at_once_each_into_its_own_file(golint: Run, tree: WriteTree) -> None:
    root = tree({"a.go": BAD})
    options = [word for name in FORMATS for word in ("--output-format", f"{name}:out.{name}")]
    done = golint(root, "check", *options)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    for name in FORMATS:
        alone = golint(root, "check", "--output-format", name, env={"COLUMNS": "0"})
        if name not in {"json", "jsonl", "text"}:  # times, and the width of the terminal
            assert untimed((root / f"out.{name}").read_text("utf-8")) == untimed(alone.stdout), name
        assert "conn-lost" in alone.stdout
    assert sorted(path.name for path in root.iterdir()) == sorted(["a.go", *(f"out.{name}" for name in FORMATS)])


def test_a_report_that_cannot_be_written_leaves_the_others_whole(golint: Run, tree: WriteTree) -> None:
    root = tree({"a.go": BAD, "taken/x": ""})
    options = ("--output-format", "sarif:taken", "--output-format", "gitlab:out.json", "--output-format", "concise")
    done = golint(root, "check", *options)
    assert done.returncode == 2
    assert "taken" in done.stderr
    assert "conn-lost" in done.stdout
    assert len(json.loads((root / "out.json").read_text("utf-8"))) == 1


def test_the_category_is_that_of_the_sarif_report(golint: Run, tree: WriteTree) -> None:
    root = tree({"a.go": BAD})
    for given, wanted in (((), "golint-conn/"), (("--sarif-category", "golint-conn/api/"), "golint-conn/api/")):
        log = json.loads(golint(root, "check", "--output-format", "sarif", *given).stdout)
        assert log["runs"][0]["automationDetails"]["id"] == wanted
    assert golint(root, "check", "--sarif-category", "/").returncode == 2


def test_a_hook_with_names_writes_into_no_file(golint: Run, tree: WriteTree) -> None:
    root = tree({"a.go": BAD, ".golint-conn.toml": 'output-format = ["concise", "sarif:out.sarif"]\n'}, git=True)
    done = golint(root, "check", "--hook", "a.go")
    assert (done.returncode, done.stdout) == (1, "a.go:5:4: this is conn-lost (conn-lost)\n")
    assert not (root / "out.sarif").exists()
    refused = golint(root, "check", "--hook", "--output-format", "sarif:out.sarif", "a.go")
    assert refused.returncode == 2
    assert "each time with some of the files" in refused.stderr
    subprocess.run(["git", "-C", str(root), "add", "-A"], check=True)  # noqa: S607 (the git that people have)
    assert golint(root, "check", "--hook").returncode == 1
    assert (root / "out.sarif").exists(), "a run over everything is one run"


def test_a_hook_whose_reports_all_go_into_files_says_something(golint: Run, tree: WriteTree) -> None:
    root = tree({"a.go": BAD, ".golint-conn.toml": 'output-format = ["sarif:out.sarif"]\n'}, git=True)
    assert "a.go:5:4: warning: this is conn-lost" in golint(root, "check", "--hook", "a.go").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "--hook", "--stdin-filename", "a.go"), "not standard input"),
        (("check", "--hook", "a.go"), "needs a git work tree"),
        (("sarif-check", "gone.sarif"), "gone.sarif: No such file"),
    ],
)
def test_mistakes(arguments: tuple[str, ...], said: str, golint: Run, tree: WriteTree) -> None:
    done = golint(tree({"a.go": BAD}), *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_sarif_check_tells_reason_and_place(golint: Run, tree: WriteTree) -> None:
    root = tree({"a.go": BAD}, git=True)
    golint(root, "check", "--output-format", "sarif:out.sarif")
    done = golint(root, "sarif-check", "out.sarif")
    assert (done.returncode, done.stdout) == (0, "out.sarif: GitHub accepts and shows everything\n")
    log = json.loads((root / "out.sarif").read_text("utf-8"))
    result = log["runs"][0]["results"][0]
    log["runs"][0]["results"] = [{**result, "ruleId": "conn-lost", "level": "x"}] * 7
    (root / "bad.sarif").write_text(json.dumps(log), "utf-8")
    done = golint(root, "sarif-check", "bad.sarif")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0] == "rejected: against the JSON schema: must be none or note or warning or error"
    assert lines[1] == "  runs[0].results[0].level"
    assert lines[6] == "  and 2 more places"
    assert golint(root, "sarif-check", "-", stdin=json.dumps(log)).stdout == done.stdout
    listed = json.loads(golint(root, "sarif-check", "bad.sarif", "--output-format", "json").stdout)
    assert listed[0] == {
        "effect": "rejected",
        "reason": "against the JSON schema: must be none or note or warning or error",
        "place": "runs[0].results[0].level",
    }
