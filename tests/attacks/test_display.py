"""Names and texts of the repository that a terminal, a runner of GitHub or a page would obey: they are only shown."""

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest

from golint_conn.report import FORMATS
from tests.attacks.conftest import Victim

pytestmark = pytest.mark.slow

ESCAPES = "\x1b[2J\x1b]0;title\x07\x1b]8;;http://evil\x1b\\\x9b31m\x00\x08\r\u202e\u2028\x85"
COMMANDS = (
    "::add-mask::x",
    "::set-output name=a::b",
    "##[error]x",
    "::stop-commands::x",
    "::error file=x::y",
    "\t::debug::x",
)
NAMES = (
    ESCAPES.replace("\x00", "").replace("/", ""),
    *COMMANDS,
    " ::add-mask::y",
    "a\n::add-mask::z",
    "a%0A::add-mask::q",
    "a,line=1::x",
    "<img src=x onerror=alert(1)>",
    "](javascript:alert(1)) [x",
    "`|a",
    "javascript:alert(1)",
    "#x?y=%2e%2e%2f",
    "ünï\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
)
LINES = re.compile(r"[\n]")
OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
FOR_LOGS = ("text", "concise", "markdown")


def body(text: str) -> str:
    """Return Go code with a text in a string, in comments, in directives and in a declaration that does not parse."""
    line = LINES.sub(" ", text).replace("\r", " ").replace("\x00", " ")
    quoted = json.dumps(line, ensure_ascii=False).replace("\\u001b", "\x1b")
    return f"""package shop

import "net/http"

// {line}
func Status(url string) int {{
	resp, err := http.Get({quoted}) // {line}
	if err != nil {{
		return 0
	}}
	return resp.StatusCode
}}

func Ignored(url string) {{
	resp, _ := http.Get({quoted}) //golint-conn:ignore response-body-not-closed -- {line}
	_ = resp.Status
}}

//golint-conn:ignore {line.strip()} -- {line}
var client = &http.Client{{}} //nolint:{line.strip()} // {line}

func Broken( {line} {{
"""


@pytest.fixture
def shown(victim: Victim) -> Victim:
    for number, name in enumerate(NAMES):
        (victim.repository / f"{name}.go").write_text(body(name), encoding="utf-8", newline="")
        folder = victim.repository / f"{number}" / name.replace("/", "")
        folder.mkdir(parents=True)
        (folder / "a.go").write_text(body(COMMANDS[number % len(COMMANDS)]), encoding="utf-8", newline="")
    return victim


def obeyed(text: str) -> list[str]:
    """Return what a terminal would obey, with its context."""
    return [repr(text[max(0, each.start() - 30) : each.end() + 10]) for each in OBEYED.finditer(text)]


def commands(text: str) -> list[str]:
    """Return the lines that a runner of GitHub would obey."""
    return [line for line in re.split(r"[\r\n]", text) if line.lstrip().startswith(("::", "##["))]


@pytest.mark.parametrize("form", FORMATS)
def test_reports_hold_nothing_that_is_obeyed(form: str, shown: Victim) -> None:
    done = shown.run("check", "--level", "pedantic", "--output-format", form, "--color", "never")
    assert done.returncode == 1, done.stderr
    assert done.stdout.count("response-body-not-closed") > len(NAMES)
    assert not obeyed(done.stdout + done.stderr)
    assert not commands(done.stderr)
    if form in FOR_LOGS:
        assert not commands(done.stdout)


def test_in_a_log_of_github_each_line_is_a_command_of_ours(shown: Victim) -> None:
    done = shown.run("check", "--output-format", "github")
    pattern = re.compile(r"::(error|warning|notice) (file=[^:,]+|title=[^:,]+)(,[a-zA-Z]+=[^:,]*)*::[^\r\n]*")
    lines = done.stdout.split("\n")
    assert all(pattern.fullmatch(line) for line in lines if line), [x for x in lines if x and not pattern.fullmatch(x)]


@pytest.mark.parametrize("width", ["30", "40", "60", "80"])
def test_no_line_is_broken_before_a_command(width: str, shown: Victim) -> None:
    done = shown.run("check", "--level", "pedantic", "--show-suppressed", COLUMNS=width)
    assert done.returncode == 1
    assert not commands(done.stdout + done.stderr)
    assert not obeyed(done.stdout + done.stderr)


@pytest.mark.parametrize(
    "arguments",
    [
        ("ignores",),
        ("ignores", "--output-format", "json"),
        ("check", "--show-files"),
        ("check", "--show-settings"),
        ("check", "--statistics", "--quiet"),
        ("check", "--fix", "--unsafe-fixes"),
        ("baseline", "create"),
        ("rules",),
    ],
)
def test_other_commands_show_nothing_that_is_obeyed(arguments: tuple[str, ...], shown: Victim) -> None:
    shown.plant({".golint-conn.toml": f"exclude = [{json.dumps('nothing' + ESCAPES)}]\n"})
    done = shown.run(*arguments)
    assert done.returncode in {0, 1}, done.stderr
    assert not obeyed(done.stdout + done.stderr)
    assert not commands(done.stdout + done.stderr)


def test_a_baseline_is_shown_harmlessly(shown: Victim) -> None:
    assert shown.run("baseline", "create").returncode == 0
    done = shown.run("baseline", "show")
    assert "response-body-not-closed" in done.stdout
    assert not obeyed(done.stdout + done.stderr)
    assert not commands(done.stdout + done.stderr)
    for each in shown.repository.glob("*.go"):
        each.unlink()
    stale = shown.run("check", "--baseline", ".golint-conn-baseline.json")
    assert not obeyed(stale.stdout + stale.stderr)


@pytest.mark.parametrize("kind", ["tree", "names", "shapes", "events", "flow", "summaries"])
def test_what_is_seen_in_a_file_is_shown_harmlessly(kind: str, victim: Victim) -> None:
    for text in (ESCAPES, *COMMANDS):
        (victim.repository / "shown.go").write_text(body(text), encoding="utf-8", newline="")
        done = victim.run("show", f"--{kind}", "shown.go")
        assert done.returncode == 0
        assert not obeyed(done.stdout + done.stderr)
        assert not commands(done.stdout + done.stderr)


def test_an_explanation_is_shown_harmlessly(victim: Victim) -> None:
    for text in (ESCAPES, *COMMANDS):
        (victim.repository / "shown.go").write_text(body(text), encoding="utf-8", newline="")
        done = victim.run("why", "shown.go:7")
        assert done.returncode == 0, done.stderr
        assert not obeyed(done.stdout + done.stderr)
        assert not commands(done.stdout + done.stderr)


@pytest.mark.parametrize(
    "words",
    [
        "X",
        "check --X",
        "check X.go",
        "check X/...",
        "check --hook X",
        "check --config X",
        "check --config=X --fix=X",
        "check --output-format X",
        "check --output-format json:X/x",
        "check --output-format json:FOLDER",
        "check --select X",
        "check --fail-on X",
        "check --workers X",
        "check --stdin-filename X X",
        "check --rules-dir X",
        "check --plugin X",
        "check --models X",
        "check --baseline X",
        "check --new-from-rev X",
        "check --new-from-merge-base X",
        "check --cache-dir FOLDER/leak.go",
        "baseline X",
        "baseline show --baseline X",
        "rule X",
        "rules X",
        "rules vet X",
        "rules vet FOLDER",
        "rules test FOLDER",
        "rules migrate FOLDER",
        "rules new X",
        "rules new own-rule --dir FOLDER",
        "rules add-example X X --good",
        "rules trust X",
        "rules untrust X",
        "infer --write FOLDER/leak.toml",
        "infer --write X/y",
        "why X",
        "why X:1",
        "show --names X",
        "sarif-check X",
        "cache info --cache-dir FOLDER",
        "completion X",
    ],
)
def test_arguments_are_shown_harmlessly(words: str, victim: Victim) -> None:
    evil = f"a{ESCAPES}\n::error::b".replace("\x00", "").replace("/", "")
    victim.plant({f"{evil}.d/{evil}.py": "import os\n", f"{evil}.d/leak.go": "package shop\n"})
    given = (word.replace("FOLDER", f"{evil}.d").replace("X", evil) for word in words.split())
    done = victim.run(*given)
    assert done.returncode in {0, 1, 2}
    assert not obeyed(done.stdout + done.stderr)
    assert not commands(done.stdout + done.stderr)
    assert "Traceback" not in done.stderr


def test_mistakes_in_a_configuration_are_shown_harmlessly(victim: Victim) -> None:
    text = json.dumps(ESCAPES.replace("\x85", "")).replace("\\u009b", "\\u009B")
    for line in (f"{text} = 1", f"select = [{text}]", f"level = {text}", f"extend = {text}", f"baseline = {text}",
                 f"output-format = {text}", f"[rules.{text}]", f"rules-dirs = [{text}]", f"plugins = [{text}]",
                 'rules-dirs = ["a\\u001b[2J"]', 'plugins = ["\\u001b[2J"]', 'extend = "\\u001b[2J"',
                 'baseline = "\\u001b[2J"', 'output-format = "json:\\u001b[2J/x"', 'output-format = "\\n::add-mask::x"',
                 'select = ["\\n::add-mask::x"]', '"\\n::add-mask::x" = 1', 'rules-dirs = ["\\n::add-mask::x"]'):  # fmt: skip
        victim.plant({".golint-conn.toml": f"{line}\n"})
        done = victim.run("check", "--quiet", "--statistics")
        assert not obeyed(done.stdout + done.stderr), line
        assert not commands(done.stdout + done.stderr), line
        assert "Traceback" not in done.stderr, line


def test_addresses_in_sarif_stay_in_the_tree(shown: Victim) -> None:
    done = shown.run("check", "--output-format", "sarif")
    run = json.loads(done.stdout)["runs"][0]
    found = [
        place["physicalLocation"]["artifactLocation"]["uri"]
        for result in run["results"]
        for place in result["locations"]
    ]
    assert len(set(found)) > len(NAMES)
    for uri in found:
        parts = urlsplit(uri)
        assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", ""), uri
        assert (shown.repository / unquote(uri)).exists(), uri
        assert ".." not in Path(unquote(uri)).parts


@pytest.mark.parametrize("form", ["checkstyle", "junit"])
def test_xml_is_well_formed(form: str, shown: Victim) -> None:
    ET.fromstring(shown.run("check", "--output-format", form).stdout)  # noqa: S314 (it is our own)


def test_markdown_holds_no_markup_of_the_repository(shown: Victim) -> None:
    text = shown.run("check", "--level", "pedantic", "--output-format", "markdown").stdout
    outside_of_code = re.sub(r"`[^`\n]*`", "", text)
    assert not re.search(r"(?<!\\)<[a-z]|\]\(javascript", outside_of_code)


def test_an_upload_check_shows_a_foreign_log_harmlessly(victim: Victim) -> None:
    evil = ESCAPES + "\n::add-mask::x"
    result = {
        "ruleId": evil,
        "message": {"text": evil},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": evil}}}],
    }
    log = {
        "version": "2.1.0",
        evil: 1,
        "runs": [{"tool": {"driver": {"name": evil, evil: 1}}, "results": [result] * 3}],
    }
    victim.plant({"x.sarif": json.dumps(log)})
    for form in ("text", "json"):
        done = victim.run("sarif-check", "x.sarif", "--output-format", form)
        assert done.returncode == 1
        assert not obeyed(done.stdout + done.stderr)
        assert not commands(done.stdout + done.stderr)
