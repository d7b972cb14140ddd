"""The table of formats: each renders, and unused formats cost nothing."""

import subprocess
import sys
from dataclasses import replace

import pytest

from golint_conn.finding.suppression import Suppression, SuppressionKind
from golint_conn.report import FORMATS, render
from golint_conn.run.result import RunResult
from tests.report.builders import finding, place, result_of

_EXPENSIVE = ("sarif_om", "attr", "rich", "libcst", "multiprocessing", "jsonschema", "tree_sitter")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_ends_with_a_newline(name: str, sample: RunResult) -> None:
    report = render(sample, name, color=False, cwd=sample.root, width=80)
    assert report.endswith("\n")
    assert not report.endswith("\n\n")
    assert report == render(sample, name, color=False, cwd=sample.root, width=80)


def test_a_run_without_findings_says_so_where_people_read() -> None:
    result = result_of({}, [])
    assert render(result, "text", color=False, cwd="/", width=80) == "no findings in 120 files\n"
    assert render(result, "concise", color=False, cwd="/", width=80) == ""


@pytest.mark.parametrize("name", ["github", "gitlab", "checkstyle", "junit", "rdjson", "markdown"])
def test_what_is_held_back_is_left_out_where_a_format_cannot_say_so(name: str) -> None:
    held = Suppression(SuppressionKind.BASELINE, "it was there")
    first, second = (finding(f"{word}-rule", "m", place("a.go", "bad", "bad")) for word in ("open", "held"))
    result = result_of({"a.go": "bad"}, [first, replace(second, suppression=held)])
    report = render(result, name, color=False, cwd="/repository", width=0)
    assert "open-rule" in report
    assert "held-rule" not in report


def test_an_unknown_format_is_an_error() -> None:
    with pytest.raises(KeyError):
        render(result_of({}, []), "no-such-format", color=False, cwd="/", width=80)


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"sarif"}))
def test_a_format_loads_nothing_expensive(name: str) -> None:
    program = (
        "import sys\n"
        "from golint_conn.report import render\n"
        "from golint_conn.run.result import RunResult\n"
        f"render(RunResult('/', (), (), ()), {name!r}, color=True, cwd='/', width=80)\n"
        f"print([name for name in {_EXPENSIVE!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
