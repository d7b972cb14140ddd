"""Migration: rule files of an older version of the API, as they really were, become those of the current one."""

import subprocess
import sys
from pathlib import Path

import pytest

from golint_conn.dev.authoring.migrate import migrated
from golint_conn.dev.authoring.migrations import MIGRATIONS
from golint_conn.dev.authoring.rule_files import write_all
from golint_conn.dev.authoring.vet import vet
from golint_conn.dev.selftest import broken_promises
from golint_conn.rule.loading.rule_modules import LoadError, load_file
from golint_conn.rule.loading.rule_sources import RuleFile
from golint_conn.rule.version import API_VERSION, declared_version, refusal
from golint_conn.run.request import UsageError

pytestmark = pytest.mark.slow

OLD = sorted((Path(__file__).parent / "fixtures" / "version_1").glob("*.py"))
HEAD = '"""T"""\n\nfrom golint_conn.rule.api import ObligationRule\n'


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "golint_conn", "rules", "migrate", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", OLD, ids=lambda path: path.stem)
def test_a_rule_of_version_1_works_again(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(LoadError, match=f"version 1 of the api.*golint-conn rules migrate .*{path.name}"):
        load_file(RuleFile(str(path), before))
    after = migrated(str(path), before)
    assert after.problems == ()
    assert declared_version(after.data) == API_VERSION
    assert broken_promises(str(path), after.data) == []
    assert vet(str(path), after.data) == []
    # Only the line that states the version, an empty one, and the argument's name differ.
    kept = after.data.replace(b"\nAPI = 2\n", b"", 1).replace(b"\n    notes=", b"\n    words=", 1)
    assert kept == before
    assert migrated(str(path), after.data).data == after.data


def test_the_versions_follow_each_other_up_to_the_present_one() -> None:
    assert [each.version for each in MIGRATIONS] == list(range(1, API_VERSION))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (HEAD + "RULE = ObligationRule(words={})\n", HEAD + "\nAPI = 2\nRULE = ObligationRule(notes={})\n"),
        (
            "import golint_conn.rule.api as a\nR = a.ObligationRule\nRULE = a.ObligationRule(1, words = 2)\n",
            "import golint_conn.rule.api as a\n\nAPI = 2\nR = a.ObligationRule\nRULE = a.ObligationRule(1, notes = 2)\n",
        ),
        (
            "from golint_conn.rule.api import ObligationRule as O\nAPI=1  # old\nRULE = O(words=1)",
            "from golint_conn.rule.api import ObligationRule as O\nAPI=2  # old\nRULE = O(notes=1)",
        ),
        (
            "from functools import partial\n"
            + HEAD.partition("\n\n")[2]
            + "made = partial(ObligationRule, words={})\n",
            "from functools import partial\n"
            + HEAD.partition("\n\n")[2]
            + "\nAPI = 2\nmade = partial(ObligationRule, notes={})\n",
        ),
        (
            "from golint_conn.rule.api import Needs\r\nN = Needs(words=(1,))\r\n",
            "from golint_conn.rule.api import Needs\r\n\r\nAPI = 2\r\nN = Needs(words=(1,))\r\n",
        ),
        ('"""T"""\nX = 1\n', '"""T"""\n\nAPI = 2\nX = 1\n'),
    ],
)
def test_what_becomes_of_a_file(before: str, after: str) -> None:
    assert migrated("x.py", before.encode()).data == after.encode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HEAD + "MORE = {'words': {}}\nRULE = ObligationRule(**MORE)\n", "x.py:5:23: hidden arguments"),
        (
            HEAD + "from dataclasses import replace\nRULE = replace(OTHER, words={})\n",
            "x.py:5:23: a copy: if it is of ObligationRule",
        ),
        (HEAD + "API = 9\n", "written for version 9 of the api, and this golint-conn has 2: update it"),
        (HEAD + "API = 'two'\n", "API must be 2"),
        (HEAD + "API = 0\n", "API must be 2"),
        (HEAD + "X = 1\n\x0c\n\x0c", "prevent writing it back unchanged"),
        ("def f(:\n", "x.py:1:7: it is not valid Python"),
    ],
)
def test_what_cannot_be_decided_is_left_to_the_author(text: str, reason: str) -> None:
    answer = migrated("x.py", text.encode())
    assert answer.data == text.encode()
    assert any(reason in str(problem) for problem in answer.problems), answer.problems


def test_the_command_shows_then_writes_then_has_nothing_to_do(tmp_path: Path) -> None:
    for path in OLD:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    shown = run(".", "--diff", cwd=tmp_path)
    assert shown.returncode == 1
    assert shown.stdout.count("\n+API = 2\n") == len(OLD)
    assert shown.stdout.count("\n-    words=") == shown.stdout.count("\n+    notes=") == 4
    assert all((tmp_path / path.name).read_bytes() == path.read_bytes() for path in OLD)
    assert subprocess.run(["git", "apply", "--check"], cwd=tmp_path, input=shown.stdout, text=True, check=True)  # noqa: S607
    written = run(".", cwd=tmp_path)
    assert (written.returncode, written.stderr) == (0, f"{len(OLD)} rule files changed, 0 unchanged\n")
    assert {declared_version(path.read_bytes()) for path in tmp_path.glob("*.py")} == {API_VERSION}
    again = run(".", "--diff", cwd=tmp_path)
    assert (again.returncode, again.stdout) == (0, "")


def test_one_file_that_cannot_be_rewritten_keeps_all_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(HEAD, encoding="utf-8")
    (tmp_path / "b.py").write_text(HEAD + "RULE = ObligationRule(**{})\n", encoding="utf-8")
    done = run("a.py", "b.py", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout.startswith("b.py:4:23: hidden arguments")
    assert done.stderr == "nothing was written\n"
    assert (tmp_path / "a.py").read_text(encoding="utf-8") == HEAD


def test_files_are_written_all_or_none(tmp_path: Path) -> None:
    names = [str(tmp_path / name) for name in "ab"]
    for name in names:
        Path(name).write_bytes(b"old")
    before = dict.fromkeys(names, b"old")
    Path(names[1]).write_bytes(b"changed since")
    with pytest.raises(UsageError, match="it has changed since it was read"):
        write_all(before, dict.fromkeys(names, b"new"))
    assert Path(names[0]).read_bytes() == b"old"


def test_what_was_written_is_put_back_where_another_file_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [str(tmp_path / name) for name in "ab"]
    for name in names:
        Path(name).write_bytes(b"old")

    def write(target: str, data: bytes) -> None:
        if (target, data) == (names[1], b"new"):
            raise OSError(28, "No space left on device", target)
        Path(target).write_bytes(data)

    monkeypatch.setattr("golint_conn.dev.authoring.rule_files.write_whole", write)
    with pytest.raises(UsageError, match="no other file was: No space left"):
        write_all(dict.fromkeys(names, b"old"), dict.fromkeys(names, b"new"))
    assert [Path(name).read_bytes() for name in names] == [b"old", b"old"]


@pytest.mark.parametrize(
    ("source", "version"),
    [
        (b"", 1),
        (b"API = 2\n", 2),
        (b'"""\nAPI = 7\n"""\n', 1),
        (b"if x:\n    API = 2\n", 1),
        (b"API = True\n", None),
        (b"API = f()\n", None),
    ],
)
def test_the_version_is_read_and_not_run(source: bytes, version: int | None) -> None:
    assert declared_version(source) == version


def test_the_present_version_is_not_refused() -> None:
    assert refusal(API_VERSION, "x.py") == ""
