"""Rules that are not ours: from folders and from installed packages, and what is reported about unusable ones."""

import os
import pickle
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from golint_conn.dev.authoring.migrate import migrated
from golint_conn.finding import NoticeKind
from golint_conn.rule.loading.plugins import installed_plugins
from golint_conn.rule.loading.registry import completed, load_rules
from golint_conn.rule.loading.rule_folder import FolderError, read_folder, rule_names
from golint_conn.rule.loading.rule_modules import LoadError, load_file
from golint_conn.rule.loading.rule_sources import BUILT_IN, Plugin, RuleFile, RuleSources
from golint_conn.rule.version import API_VERSION
from golint_conn.run.check import FAILED, FOUND, check, exit_code
from golint_conn.run.request import CheckRequest, UsageError
from golint_conn.run.work.schedule import Thresholds

ROOT = Path(__file__).resolve().parents[2]
OLD = ROOT / "tests" / "dev" / "authoring" / "fixtures" / "version_2" / "keep_alives_disabled.py"
GOOD = migrated(str(OLD), OLD.read_bytes()).data.decode()
"""A rule with a query."""

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
    "imports its neighbor": (f"{API}from . import good\n", "attempted relative import"),
    "has no rule": (f"{API}x = 1\n", "it has no RULE"),
    "has another rule": (f"{API}RULE = 1\n", "RULE is a int"),
    "has another id": (named("something-else"), "the id is 'something-else', the file name requires 'own-rule'"),
    "is from the past": ("x = 1\n", "it is written for version 1 of the api"),
    "is from the future": ("API = 99\n", "it is written for version 99 of the api"),
    "has no documentation": (GOOD.replace("keep-alives-disabled", "own-rule").replace("## Good", "## God"), "Good"),
    "has a bad query": (named("own-rule").replace("(composite_literal body:", "(no_such_node body:"), "no_such_node"),
    "answers for what it lacks": (f"{API}def __getattr__(name):\n    raise KeyError(name)\n", "it has no RULE"),
    "ends as no error does": (f"{API}class Stop(BaseException):\n    pass\n\n\nraise Stop\n", "Stop (line 6)"),
    "cannot say what is wrong": (
        f"{API}class Mute(Exception):\n    def __str__(self):\n        raise self\n\n\nraise Mute\n",
        "Mute (line 7)",
    ),
    "has documentation that is not a string": (
        f"{named('own-rule')}\n__doc__ = 3\n",
        "its docstring must be str, not int",
    ),
    "has a rule of its own making": (
        f"{named('own-rule')}\n\nclass Own(QueryRule):\n    id = 1\n\n\nRULE = object.__new__(Own)\n",
        "RULE is a Own",
    ),
    "has a rule that was not finished": (f"{named('own-rule')}\nRULE = object.__new__(QueryRule)\n", "id must be str"),
    "has changed its rule": (
        f'{named("own-rule")}\nobject.__setattr__(RULE, "severity", "error")\n',
        "severity must be Severity, not str",
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


ODD = """
class Odd:
    def __str__(self):
        raise KeyError
    __repr__ = __eq__ = __hash__ = __bool__ = __len__ = __iter__ = __str__


class Text(str):
    pass
"""
NOT_A_STRING = ("1", "None", "b'x'", "[]", "{}", "Odd()", "Odd", "Text('leak')")
NOT_STRINGS = ("1", "None", "'x'", "['x']", "{'x'}", "(1,)", "(b'x',)", "(Text('x'),)", "(Odd(),)", "Odd()")
WRONG_FIELDS = {
    "id": ("str", NOT_A_STRING),
    "category": ("str", NOT_A_STRING),
    "severity": ("Severity", ("1", "'error'", "None", "Odd()", "Severity")),
    "confidence": ("Confidence", ("3", "'high'", "Severity.ERROR")),
    "needs": ("Needs", ("None", "('net/http',)", "Needs", "Odd()")),
    "tests": ("bool", ("1", "None", "'on'")),
    "cwe": ("tuple[int, ...]", ("772", "[772]", "('772',)", "(True,)", "{772: 1}")),
    "tags": ("tuple[str, ...]", NOT_STRINGS),
    "security_severity": ("float or None", ("'5.0'", "True", "(5.0,)", "Odd()")),
}
WRONG_OF_A_QUERY = WRONG_FIELDS | {
    "query": ("str", NOT_A_STRING),
    "check": ("a function", ("None", "'check'", "1")),
    "needs.imports": ("tuple[str, ...]", NOT_STRINGS),
    "needs.words": ("tuple[str, ...]", NOT_STRINGS),
    "needs.alone": ("tuple[str, ...]", NOT_STRINGS),
    "needs.handing": ("tuple[ObligationKind, ...]", ("1", "'rows'", "('rows',)", "[TICKS]", "TICKS", "(Odd(),)")),
}
WRONG_OF_A_STRUCT = {name: each for name, each in WRONG_FIELDS.items() if name != "needs"} | {
    "type": ("str or tuple[str, ...]", ("1", "None", "['net/http.Server']", "(1,)", "Odd()", "Text('x')")),
    "check": ("a function", ("None", "'check'", "1")),
    "clones": ("bool", ("1", "None")),
    "imports": ("tuple[str, ...]", NOT_STRINGS),
    "placement": ("Placement", ("None", "'match'")),
    "also": ("tuple[Structs | Calls | Fields | Mentions, ...]", ("None", "[]", "(1,)", "('net.Dial',)")),
}
WRONG_OF_AN_OBLIGATION = WRONG_FIELDS | {
    "asks": ("Asks", ("None", "'released'", "OutcomeKind.LEAK")),
    "kinds": ("tuple[ObligationKind, ...]", ("None", "TICKS", "['ticker']", "(Odd(),)")),
    "notes": (
        "dict[OutcomeKind, str]",
        ("None", "{'leaks': 'x'}", "{OutcomeKind.LEAK: 1}", "[OutcomeKind.LEAK]", "Odd()"),
    ),
    "message": ("str", NOT_A_STRING),
    "hint": ("str", NOT_A_STRING),
    "partly": ("str", NOT_A_STRING),
    "grade": ("a function or None", ("1", "Severity.NOTE")),
    "fix": ("a function or None", ("'deferred'", "()")),
    "kinds[0].name": ("str", NOT_A_STRING),
    "kinds[0].types": ("frozenset[str]", ("()", "{'x'}", "frozenset({1})", "None")),
    "kinds[0].trusts_types": ("bool", ("1",)),
    "kinds[0].part": ("tuple[str, ...]", NOT_STRINGS),
    "kinds[0].released_by": ("frozenset[str]", ("'Close'", "{'Close'}", "frozenset({b'Close'})")),
    "kinds[0].endless": ("tuple[str, ...] or None", ("'C'", "(1,)")),
    "kinds[0].absent": ("tuple[str, frozenset[int]] or None", ("('x',)", "('x', {1})", "('x', frozenset({'1'}))")),
    "kinds[0].result": ("int", ("None", "'0'", "False", "0.0")),
    "kinds[0].failure": ("Failure or None", ("'error'", "1")),
    "kinds[0].effects": ("tuple[tuple[str, Effect], ...]", ("{}", "('x',)", "(('x', 'takes'),)", "(('x',),)")),
}
STRUCT = (ROOT / "rules" / "http2_lost.py").read_text(encoding="utf-8").replace("http2-lost", "own-rule")
OBLIGATION = (
    (ROOT / "rules" / "ticker_not_stopped.py").read_text(encoding="utf-8").replace("ticker-not-stopped", "own-rule")
)


@pytest.mark.parametrize(
    ("text", "field", "expected", "value"),
    [
        (text, field, expected, value)
        for text, table in (
            (named("own-rule"), WRONG_OF_A_QUERY),
            (STRUCT, WRONG_OF_A_STRUCT),
            (OBLIGATION, WRONG_OF_AN_OBLIGATION),
        )
        for field, (expected, values) in table.items()
        for value in values
    ],
)
def test_metadata_of_a_wrong_type_is_refused_by_name(text: str, field: str, expected: str, value: str) -> None:
    """However the value got into the rule."""
    outer, _, inner = field.rpartition(".")
    holder = f"RULE.{outer}" if outer else "RULE"
    code = f"{ODD}\nobject.__setattr__({holder}, {inner!r}, {value})\n"
    imports = "from golint_conn.rule.api import Confidence, Needs, ObligationKind, OutcomeKind, Severity, TICKS, ObligationRule\n"
    copied = "from dataclasses import replace\nRULE = replace(RULE, kinds=(replace(RULE.kinds[0]),))\n"
    added = f"{imports}{copied if outer.startswith('kinds') else ''}{code}"
    with pytest.raises(LoadError) as caught:
        load_file(RuleFile("/own/own_rule.py", f"{text}\n{added}".encode()))
    assert f"{field} must be {expected}, not " in str(caught.value)


@pytest.mark.parametrize("name", ["message", "hint", "partly"])
@pytest.mark.parametrize("text", ["{}", "{0}", "{what}", "{thing", "}", "{thing:x}", "{thing.x}", "{thing[a]}"])
def test_braces_that_cannot_be_filled_in_are_refused(text: str, name: str) -> None:
    code = f"from dataclasses import replace\nRULE = replace(RULE, {name}={text!r})\n"
    with pytest.raises(LoadError, match=f"{name} can hold {{thing}} and no other braces"):
        load_file(RuleFile("/own/own_rule.py", f"{OBLIGATION}\n{code}".encode()))


def test_a_rule_of_wrong_types_costs_itself_only(folder: Folder, tmp_path: Path) -> None:
    wrong = named("own-rule").replace("severity=Severity.WARNING", 'severity="warning"')
    assert wrong != named("own-rule")
    (tmp_path / "a.go").write_text(GO)
    place = folder(own_rule=wrong, good=named("good"))
    result = check(CheckRequest(cwd=str(tmp_path), rules_dirs=(str(place),)))
    assert {each.rule for each in result.findings} == {"good", "keep-alives-disabled"}
    (notice,) = result.notices
    assert notice.path.endswith("own/own_rule.py")
    assert "severity must be Severity, not str (line " in notice.message


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
    assert str(notice) == "a.go:5: rule own-rule failed here and was skipped: ZeroDivisionError: division by zero"
    assert [each.rule for each in result.findings] == ["keep-alives-disabled"]


FAILING = {
    "exit(0)": "SystemExit: 0",
    "(_ for _ in ()).throw(type('Stop', (BaseException,), {}))": "Stop",
    "(_ for _ in ()).throw(type('Mute', (Exception,), {'__str__': lambda self: 1}))": "Mute",
    "1": "TypeError: 'int' object is not iterable",
    "['x']": "TypeError: what it yields must be Finding, not str",
    "[context.finding(site, 1)]": "TypeError: message must be str, not int",
    "[context.finding(site, 'x', severity='note')]": "TypeError: severity must be Severity, not str",
    "[context.finding(site, 'x', related=[(site, 1)])]": "TypeError: locations[1].note must be str, not int",
}


@pytest.mark.parametrize("code", FAILING)
def test_a_rule_that_does_anything_else_over_a_match_costs_the_match_only(
    code: str, folder: Folder, tmp_path: Path
) -> None:
    site = "context.site(next(iter(match.captures.values()))[0])"
    failing = named("own-rule").replace("check=check", f"check=lambda match, context: {code.replace('site', site)}")
    (tmp_path / "a.go").write_text(GO)
    result = check(CheckRequest(cwd=str(tmp_path), rules_dirs=(str(folder(own_rule=failing)),), level=None))
    (notice,) = result.notices
    assert str(notice) == f"a.go:5: rule own-rule failed here and was skipped: {FAILING[code]}"
    assert [each.rule for each in result.findings] == ["keep-alives-disabled"]
    assert exit_code(result, result.findings[0].severity) == FAILED


def test_metadata_of_an_installed_package_that_cannot_be_read_costs_that_package_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("bad", "no equals sign\n"), ("good", "mine = good_rules\n")):
        info = tmp_path / f"{name}-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        (info / "entry_points.txt").write_text(f"[golint_conn.rules]\n{text}")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert installed_plugins("/nowhere")["mine"] == Plugin("mine", "good_rules")


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
    """An environment with the example plugin installed; the rest is borrowed from the one that runs the tests."""
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


@pytest.mark.slow
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
