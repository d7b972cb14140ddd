"""What the README says is true: its commands parse, its configuration loads, its example is a run of today."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from golint_conn.dev.docs import PICTURE, README, rule_table
from golint_conn.dev.screenshot import COMMAND, EXAMPLE, WIDTH, picture_text
from golint_conn.face.arguments import build_parser
from golint_conn.run.config.config_file import CONFIG_NAME, read_config
from golint_conn.run.config.resolved import rule_infos
from golint_conn.run.config.selection import Vocabulary
from golint_conn.run.config.settings import Settings, load_settings
from golint_conn.run.request import CheckRequest
from tests.go_tool import ROOT, gofmt, vet

TEXT = (ROOT / README).read_text(encoding="utf-8")
PAGES = [ROOT / README, *sorted(path for path in (ROOT / "docs").rglob("*.md"))]
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)[^)]*\)")


def blocks(language: str) -> list[str]:
    """Return the code blocks of the README in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def command_lines() -> list[list[str]]:
    """Return the arguments of each call of golint-conn in the README's code blocks."""
    calls = []
    for line in "".join(blocks("sh")).splitlines():
        words = shlex.split(line, comments=True)
        starts = [at for at, word in enumerate(words) if word.rpartition("/")[2] == "golint-conn"]
        # What follows `<` is for the shell.
        calls += [words[at + 1 : words.index("<") if "<" in words else None] for at in starts]
    return calls


def plain(text: str) -> str:
    """Return a text with one space between its words, wherever its lines end."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def run() -> str:
    """What the command line prints over the example, as in the README."""
    environment = {**os.environ, "COLUMNS": str(WIDTH), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "golint_conn", *shlex.split(COMMAND)[1:], "--no-config"]
    result = subprocess.run(
        command, cwd=ROOT / EXAMPLE, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert (result.returncode, result.stderr) == (1, "")
    return f"$ {COMMAND}\n{result.stdout}"


def test_the_rule_table_is_that_of_the_rules() -> None:
    assert f"\n{rule_table(rule_infos())}\n" in TEXT


@pytest.mark.parametrize("arguments", command_lines(), ids=" ".join)
def test_a_command_line_parses(arguments: list[str]) -> None:
    build_parser().parse_args(arguments)


def test_every_command_is_shown() -> None:
    assert {arguments[0] for arguments in command_lines()} == {
        "baseline",
        "cache",
        "check",
        "ignores",
        "infer",
        "rule",
        "rules",
        "sarif-check",
        "show",
        "why",
    }


def test_the_configuration_loads_and_is_complete(tmp_path: Path) -> None:
    (example,) = blocks("toml")
    path = tmp_path / CONFIG_NAME
    path.write_text(example, encoding="utf-8")
    config = read_config(str(path), Vocabulary.of(rule_infos()))
    settings = load_settings(CheckRequest(cwd=str(tmp_path)), rule_infos())
    assert {setting: getattr(settings, setting) for setting in config.values} == config.values
    # Each setting that a file can make is in the example: all except computed ones.
    assert set(config.values) == set(Settings.__dataclass_fields__) - {
        "rules",
        "base",
        "origins",
        "path_rules",
        "sources",
    }


def test_the_values_that_are_said_to_be_defaults_are(tmp_path: Path) -> None:
    (example,) = blocks("toml")
    said = tomllib.loads(example)
    defaults = load_settings(CheckRequest(cwd=str(tmp_path), use_config=False), rule_infos())
    assert said["level"] == defaults.level.value
    assert said["fail-on"] == defaults.fail_on.label
    assert said["tests"] == defaults.tests
    assert tuple(said["output-format"]) == defaults.output_format
    assert said["color"] == defaults.color


def test_the_example_in_text_is_a_run_of_today(run: str) -> None:
    assert blocks("console") == [run]


def test_the_picture_is_a_run_of_today(run: str) -> None:
    svg = (ROOT / PICTURE).read_text(encoding="utf-8")
    assert plain(picture_text(svg)) == plain(run)
    assert f"({PICTURE})" in TEXT


def test_the_picture_asks_nothing_of_other_sites() -> None:
    assert not re.search(r"url\(\W*https?:|href|@import", (ROOT / PICTURE).read_text(encoding="utf-8"))


def test_the_example_is_go_as_people_write_it() -> None:
    assert vet(ROOT / EXAMPLE) == ""
    sources = sorted((ROOT / EXAMPLE).glob("*.go"))
    assert sources
    assert [path.name for path in sources if gofmt(path.read_bytes()) != path.read_bytes()] == []


@pytest.mark.parametrize("page", PAGES, ids=[path.relative_to(ROOT).as_posix() for path in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    targets = _LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
