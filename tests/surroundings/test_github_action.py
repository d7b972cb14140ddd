"""The action and the documented workflow: valid by GitHub's schemas, safe by zizmor's rules, and run as a runner would."""

import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
import yaml

from tests.go_tool import ROOT
from tests.surroundings.conftest import LEAKS, OPEN, Repository, tool, write

pytestmark = pytest.mark.slow

ACTION = ROOT / "action.yml"
PAGE = ROOT / "docs" / "github.md"
_PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")


@pytest.fixture(scope="module")
def action() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def workflow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workflow of the documentation, with the step for the cache and with some commit in it."""
    shown = {name: _shown(name) for name in ("workflow", "cache")}
    first = "      - uses: golint-conn/"
    assert first in shown["workflow"]
    text = shown["workflow"].replace(first, f"{indent(shown['cache'], ' ' * 6)}{first}")
    path = tmp_path_factory.mktemp("repository") / ".github" / "workflows" / "golint-conn.yml"
    path.parent.mkdir(parents=True)
    path.write_text(text.replace("COMMIT", "0" * 40), encoding="utf-8")
    return path


def _shown(name: str) -> str:
    match = re.search(
        rf"<!-- {name} -->\n\n```yaml\n(.*?)```\n\n<!-- end {name} -->", PAGE.read_text("utf-8"), re.DOTALL
    )
    assert match is not None
    return match[1]


def run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_action_has_the_form_of_an_action() -> None:
    run(tool("check-jsonschema"), "--builtin-schema", "vendor.github-actions", ACTION)


def test_the_workflows_have_the_form_of_workflows(workflow: Path) -> None:
    run(tool("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", workflow)
    run(tool("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *ROOT.glob(".github/workflows/*.yml"))


def test_zizmor_finds_nothing(workflow: Path) -> None:
    run(tool("zizmor"), "--offline", "--no-progress", "--persona", "pedantic", ACTION, workflow)
    run(tool("zizmor"), "--offline", "--no-progress", *ROOT.glob(".github/workflows/*.yml"))


def test_everything_that_is_used_is_pinned(action: dict[str, Any], workflow: Path) -> None:
    used = [step["uses"] for step in action["runs"]["steps"] if "uses" in step]
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    used += [step["uses"] for step in jobs["golint-conn"]["steps"] if "uses" in step]
    assert used
    assert all(map(_PINNED.fullmatch, used))


def test_no_script_holds_an_expression(action: dict[str, Any]) -> None:
    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    assert len(scripts) == 2
    assert not any("${{" in script for script in scripts)


def test_the_page_names_every_input(action: dict[str, Any]) -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (?:`([^`]*)`)? ?\|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert dict(rows) == {name: given["default"] for name, given in action["inputs"].items()}


def test_the_permissions_are_those_that_the_upload_needs(workflow: Path) -> None:
    loaded = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    assert loaded["permissions"] == {}
    assert loaded["jobs"]["golint-conn"]["permissions"] == {
        "contents": "read",
        "security-events": "write",
        "actions": "read",
    }


class Runner:
    """What a runner of GitHub gives to the script of a step, and what it gets back."""

    def __init__(self, action: dict[str, Any], home: Path, work: Path) -> None:
        self._step = next(step for step in action["runs"]["steps"] if step.get("id") == "check")
        self._inputs = {name: given["default"] for name, given in action["inputs"].items()}
        self._home, self._work = home, work
        (home / "program").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m golint_conn "$@"\n', encoding="utf-8")
        (home / "program").chmod(0o755)

    def check(self, *, source: str = "shop/shop", author: str = "someone", **inputs: str) -> tuple[int, str]:
        """Run the step for a pull request; return its exit code and what it prints."""
        values = {f"inputs.{name}": value for name, value in {**self._inputs, **inputs}.items()}
        values |= {
            "steps.install.outputs.program": str(self._home / "program"),
            "github.event.pull_request.head.repo.full_name": source,
            "github.event.pull_request.user.login": author,
        }
        given = {
            name: re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda match: values[match[1]], text)
            for name, text in self._step["env"].items()
        }
        for name in ("output", "summary"):
            (self._home / name).write_text("", encoding="utf-8")
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GOLINT_CONN_CACHE_DIR": os.environ["GOLINT_CONN_CACHE_DIR"],
            "GITHUB_REPOSITORY": "shop/shop",
            "GITHUB_OUTPUT": str(self._home / "output"),
            "GITHUB_STEP_SUMMARY": str(self._home / "summary"),
            "RUNNER_TEMP": str(self._home),
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", self._step["run"]],  # noqa: S607 (as the runner does)
            cwd=self._work,
            env=environment | given,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def outputs(self) -> dict[str, str]:
        """Return the outputs of the step."""
        lines = (self._home / "output").read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)

    def summary(self) -> str:
        """Return the summary of the step."""
        return (self._home / "summary").read_text(encoding="utf-8")


@pytest.fixture
def runner(action: dict[str, Any], repository: Repository, tmp_path: Path) -> Runner:
    """A runner with a repository that has a leak."""
    home = tmp_path / "temp dir"
    home.mkdir()
    return Runner(action, home, repository({"fetch/fetch.go": OPEN, "report/report.go": LEAKS}))


def test_alerts_are_uploaded_and_do_not_fail_the_job(runner: Runner) -> None:
    code, output = runner.check()
    assert code == 0, output
    assert runner.outputs()["mode"] == "upload"
    log = Path(runner.outputs()["sarif-file"]).read_text(encoding="utf-8")
    assert '"id":"golint-conn/"' in log
    assert '"uri":"report/report.go"' in log
    assert "GitHub accepts and shows everything" in output
    assert "::error" not in output
    assert "| error | `report/report.go:7` |" in runner.summary()


@pytest.mark.parametrize("pull_request", [{"source": "fork/shop"}, {"author": "dependabot[bot]"}, {"upload": "never"}])
def test_where_the_token_cannot_upload_there_are_annotations(pull_request: dict[str, str], runner: Runner) -> None:
    code, output = runner.check(**pull_request)
    assert code == 1, output
    assert runner.outputs()["mode"] == "annotate"
    assert "::error file=report/report.go,line=7," in output
    assert "| error | `report/report.go:7` |" in runner.summary()


def test_a_push_is_no_pull_request(runner: Runner) -> None:
    runner.check(source="", author="")
    assert runner.outputs()["mode"] == "upload"


def test_inputs_are_words_and_nothing_else(runner: Runner, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    code, output = runner.check(paths=f"$(touch${{IFS}}{mark}) `touch {mark}` ./report", upload="never")
    assert code == 2, output
    assert not mark.exists()


def test_inputs_reach_the_program(runner: Runner) -> None:
    arguments = "--select reuse\n--level audit"
    code, output = runner.check(upload="never", arguments=arguments, paths="./report\n./fetch")
    assert (code, "response-body-not-closed" in output) == (0, False), output
    code, output = runner.check(upload="always", source="fork/shop", category="golint-conn/a")
    assert '"id":"golint-conn/a/"' in Path(runner.outputs()["sarif-file"]).read_text(encoding="utf-8")
    assert runner.check(upload="never", arguments="--ignore leak")[0] == 1
    assert runner.check(upload="never", arguments="--ignore leak", **{"fail-on": "error"})[0] == 0
    code, output = runner.check(upload="never", **{"working-directory": "report"})
    # The leaked response was opened in another folder.
    assert (code, "report/report.go" in output, "fetch/fetch.go" in output) == (1, True, False), output
    assert runner.check(upload="perhaps")[0] == 2


def test_names_that_look_like_options_are_names(runner: Runner, tmp_path: Path) -> None:
    leak = LEAKS.replace("example.com/shop/fetch", "net/http").replace("fetch.Open", "http.Get")
    write(tmp_path / "shop", {f"{name}/{name}.go": leak for name in ("--exit-zero", "-P")})
    code, output = runner.check(upload="never", paths="--exit-zero -P/-P.go")
    assert (code, output.count("::error file=")) == (1, 2), output
    code, output = runner.check(upload="never", paths="--exit-zero/--exit-zero.go", arguments="--exit-zero")
    assert (code, output.count("::error file=")) == (0, 1), output
    code, output = runner.check(upload="never", **{"working-directory": "-P"})
    assert (code, "-P.go" in output) == (1, True), output
    code, output = runner.check(upload="always", category="--exit-zero", **{"fail-on": "--exit-zero"})
    assert (code, "argument --fail-on: invalid choice" in output) == (2, True), output
    runner.check(upload="always", category="-P")
    assert '"id":"-P/"' in Path(runner.outputs()["sarif-file"]).read_text(encoding="utf-8")


def test_what_cannot_be_checked_fails_the_job(runner: Runner) -> None:
    code, output = runner.check(paths="./gone")
    assert code == 2
    assert "./gone: no such file or folder" in output
    assert runner.outputs()["mode"] == "upload"
    assert runner.summary() == ""
