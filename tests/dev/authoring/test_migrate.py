"""Migration: real rule files of older versions of the api become files of the current one."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from golint_conn.dev.authoring.migrate import migrated
from golint_conn.dev.authoring.migrations import MIGRATIONS
from golint_conn.dev.authoring.rule_files import write_all
from golint_conn.dev.authoring.vet import vet
from golint_conn.dev.selftest import broken_promises
from golint_conn.finding import Finding
from golint_conn.rule.checking.checker import Checker
from golint_conn.rule.loading.registry import Rule
from golint_conn.rule.loading.rule_modules import LoadError, load_file
from golint_conn.rule.loading.rule_sources import RuleFile
from golint_conn.rule.model import ObligationRule, QueryRule
from golint_conn.rule.version import API_VERSION, declared_version, refusal
from golint_conn.run.request import UsageError
from golint_conn.source import Reader
from tests.fixture_modules import FIXTURES as MODULES
from tests.fixture_modules import paths, rule

FIXTURES = Path(__file__).parent / "fixtures"
FIRST, SECOND = (sorted((FIXTURES / f"version_{each}").glob("*.py")) for each in (1, 2))
HEAD = '"""T"""\n\nfrom golint_conn.rule.api import ObligationRule\n'
MOVED = re.compile(
    r"context|^API = |^$|\bAsks\b|^from golint_conn|^    (?:words|notes)=|^    [a-z_]+,$|^    [a-z_, ]+\)$"
)
"""What a line contains that a migration may change, add or remove."""

SECOND_HEAD = HEAD.replace("import O", "import Context, O") + "\nAPI = 2\n"


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "golint_conn", "rules", "migrate", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", [*FIRST, *SECOND], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_old_rule_works_again(path: Path) -> None:
    before = path.read_bytes()
    version = declared_version(before)
    with pytest.raises(LoadError, match=f"version {version} of the api.*golint-conn rules migrate .*{path.name}"):
        load_file(RuleFile(str(path), before))
    after = migrated(str(path), before)
    assert after.problems == ()
    assert declared_version(after.data) == API_VERSION
    assert broken_promises(str(path), after.data) == []
    assert vet(str(path), after.data) == []
    assert migrated(str(path), after.data).data == after.data


@pytest.mark.parametrize("path", SECOND, ids=lambda path: path.stem)
def test_an_old_rule_finds_in_fixtures_what_ours_finds(path: Path) -> None:
    model, info = load_file(RuleFile(str(path), migrated(str(path), path.read_bytes()).data))
    assert isinstance(model, QueryRule | ObligationRule)
    ours, files = rule(model.id), paths(model.id)
    found = [Checker(Reader(str(MODULES / model.id)), [each]).check(files) for each in (Rule(model, info), ours)]
    first, second = (sorted(map(_without_words, each.findings), key=repr) for each in found)
    assert first
    assert first == second


def _without_words(finding: Finding) -> Finding:
    """Return a finding without the words of its rule: ours change, and the rule files of the past keep theirs."""
    locations, flow = (tuple(replace(each, note="") for each in some) for some in (finding.locations, finding.flow))
    return replace(finding, message="", hint="", locations=locations, flow=flow)


@pytest.mark.parametrize("path", [*FIRST, *SECOND], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_all_else_stays_as_it_is(path: Path) -> None:
    before, after = path.read_text(encoding="utf-8"), migrated(str(path), path.read_bytes()).data.decode()
    first, second = ([line for line in each.splitlines() if not MOVED.search(line)] for each in (before, after))
    assert "\n".join(second) == "\n".join(first)


def test_the_versions_follow_each_other_up_to_the_present_one() -> None:
    assert [each.version for each in MIGRATIONS] == list(range(1, API_VERSION))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            HEAD + "RULE = ObligationRule(words={})\n",
            HEAD.replace("import O", "import Asks, O")
            + "\nAPI = 3\nRULE = ObligationRule(asks=Asks.RELEASED, notes={})\n",
        ),
        (
            "import golint_conn.rule.api as a\nR = a.ObligationRule\nRULE = a.ObligationRule(1, words = {})\n",
            (
                "import golint_conn.rule.api as a\n\nAPI = 3\nR = a.ObligationRule\n"
                "RULE = a.ObligationRule(1, asks = a.Asks.RELEASED, notes = {})\n"
            ),
        ),
        (
            (
                "from golint_conn.rule.api import ObligationRule as O, OutcomeKind\nAPI=1  # old\n"
                "RULE = O(words={OutcomeKind.PREMATURE: ''})"
            ),
            (
                "from golint_conn.rule.api import Asks, ObligationRule as O, OutcomeKind\nAPI=3  # old\n"
                "RULE = O(asks=Asks.CHECKED_FIRST, notes={OutcomeKind.PREMATURE: ''})"
            ),
        ),
        (
            "from functools import partial\n"
            + HEAD.partition("\n\n")[2]
            + "made = partial(ObligationRule, words={})\n",
            "from functools import partial\n"
            + HEAD.partition("\n\n")[2].replace("import O", "import Asks, O")
            + "\nAPI = 3\nmade = partial(ObligationRule, asks=Asks.RELEASED, notes={})\n",
        ),
        (
            "from golint_conn.rule.api import Needs\r\nN = Needs(words=(1,))\r\n",
            "from golint_conn.rule.api import Needs\r\n\r\nAPI = 3\r\nN = Needs(words=(1,))\r\n",
        ),
        ('"""T"""\nX = 1\n', '"""T"""\n\nAPI = 3\nX = 1\n'),
        (
            SECOND_HEAD + "\ndef f(c: Context):\n    ask = c\n    return map(ask.callee, c.arguments(c.site(x)))\n",
            SECOND_HEAD.replace("2", "3") + "\ndef f(c: Context):\n    ask = c\n"
            "    return map(ask.code.callee, c.code.arguments(c.site(x)))\n",
        ),
        (
            SECOND_HEAD + "\nclass C:\n    c: Context\n    def f(self): return self.c.reach(self.c.file)\n",
            SECOND_HEAD.replace("2", "3")
            + "\nclass C:\n    c: Context\n    def f(self): return self.c.flow.reach(self.c.file)\n",
        ),
        (
            (
                "from golint_conn.rule.api import Context, is_answered, asks_for_headers as a\nAPI = 2\n"
                "f = lambda c: 1\ndef g(c: Context): return a(context=c, call=c.origins(is_answered(x, c))[0])\n"
            ),
            (
                "from golint_conn.rule.api import Context\nAPI = 3\n"
                "f = lambda c: 1\ndef g(c: Context): return c.http.asks_for_headers(call=c.values.origins(c.http.is_answered(x))[0])\n"
            ),
        ),
        (
            "from golint_conn.rule.api import QueryRule\nAPI = 2\nRULE = QueryRule(check=lambda m, c: c.callee(m))\n",
            "from golint_conn.rule.api import QueryRule\nAPI = 3\nRULE = QueryRule(check=lambda m, c: c.code.callee(m))\n",
        ),
        (
            SECOND_HEAD.replace("O", "Site, O", 1) + "\ndef f(s: Site): return s.trace, life.trace.of(), s.reach(1)\n",
            None,
        ),
    ],
)
def test_what_becomes_of_a_file(before: str, after: str | None) -> None:
    expected = before.replace("API = 2", "API = 3") if after is None else after
    assert migrated("x.py", before.encode()).data.decode() == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HEAD + "MORE = {'words': {}}\nRULE = ObligationRule(**MORE)\n", "x.py:5:23: hidden arguments"),
        (
            HEAD + "from dataclasses import replace\nRULE = replace(OTHER, words={})\n",
            "x.py:5:23: a copy: if it is of ObligationRule",
        ),
        (HEAD + "API = 9\n", "written for version 9 of the api, and this golint-conn has 3: update it"),
        (HEAD + "API = 'two'\n", "API must be 3"),
        (HEAD + "API = 0\n", "API must be 3"),
        (HEAD + "X = 1\n\x0c\n\x0c", "prevent writing it back unchanged"),
        ("def f(:\n", "x.py:1:7: it is not valid Python"),
        (
            SECOND_HEAD + "def f(c): c.callee(1)\n",
            "x.py:6:11: if this is a question to a Context, it is now code.callee",
        ),
        (SECOND_HEAD + "RULE = ObligationRule(**{})\n", "x.py:6:8: say what this rule asks"),
        (SECOND_HEAD + "RULE = ObligationRule(notes=f())\n", "x.py:6:8: say what this rule asks"),
        (
            "from golint_conn.rule.api import is_answered\nAPI = 2\nX = is_answered\n",
            "x.py:3:5: is_answered is now a question to the context, http.is_answered; write its call out",
        ),
        (
            "from golint_conn.rule.api import is_answered\nAPI = 2\nX = is_answered(*y)\n",
            "x.py:3:5: this is now http.is_answered of the context; write it out",
        ),
    ],
)
def test_what_cannot_be_decided_is_left_to_the_author(text: str, reason: str) -> None:
    answer = migrated("x.py", text.encode())
    assert answer.data == text.encode()
    assert any(reason in str(problem) for problem in answer.problems), answer.problems


def test_the_command_shows_then_writes_then_has_nothing_to_do(tmp_path: Path) -> None:
    for path in FIRST:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    shown = run(".", "--diff", cwd=tmp_path)
    assert shown.returncode == 1
    assert shown.stdout.count("\n+API = 3\n") == len(FIRST)
    assert shown.stdout.count("\n-    words=") == shown.stdout.count("\n+    notes=") == 4
    assert all((tmp_path / path.name).read_bytes() == path.read_bytes() for path in FIRST)
    assert subprocess.run(["git", "apply", "--check"], cwd=tmp_path, input=shown.stdout, text=True, check=True)  # noqa: S607
    written = run(".", cwd=tmp_path)
    assert (written.returncode, written.stderr) == (0, f"{len(FIRST)} rule files changed, 0 unchanged\n")
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
