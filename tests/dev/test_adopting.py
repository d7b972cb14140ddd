"""What the page about adopting says is true: its commands parse, its table is the one that is used."""

import re
import shlex
from pathlib import Path

import pytest

from golint_conn.face.arguments import build_parser
from golint_conn.rule.loading.registry import load_rules
from golint_conn.run.config.config_file import read_config
from golint_conn.run.config.resolved import rule_infos
from golint_conn.run.config.selection import Vocabulary
from golint_conn.run.filter.suppression.peers import GOSEC, LINTERS, STATICCHECK, meant
from golint_conn.syntax.directives import Dialect, parsed
from tests.go_tool import ROOT

TEXT = (ROOT / "docs/adopting.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line)[1:]
    for block in re.findall(r"^```sh\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
    if line.startswith("golint-conn ")
]
ROWS = re.findall(r"^\| (`(?://|#).*?) \| (.*?) \|$", TEXT, re.MULTILINE)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_command_line_parses(arguments: list[str]) -> None:
    build_parser().parse_args(arguments)


def test_the_configuration_loads(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```toml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    path = tmp_path / "c.toml"
    path.write_text(example, encoding="utf-8")
    assert read_config(str(path), Vocabulary.of(rule_infos())).values


def rules_of(directive: str) -> set[str]:
    text = directive if directive.startswith(("//", "#")) else f"//lint:ignore {directive} why"
    text = f"// {text}" if text.startswith("#") else text
    ((found, _),) = parsed(text)
    return set(meant(found) or [rule.id for rule in load_rules()])


@pytest.mark.parametrize(("directives", "said"), ROWS)
def test_a_row_of_the_table(directives: str, said: str) -> None:
    every = {"all": {rule.id for rule in load_rules()}}
    lists = [rules_of(each) for each in re.findall(r"`([^`]+)`", directives)]
    named = every.get(said) or set(re.findall(r"`([^`]+)`", said))
    if named:
        assert lists == [named] * len(lists)
    else:
        assert said == "the rules of the next lines"
        assert {frozenset(each) for each in lists} == {frozenset(lists[0])}


def test_the_table_is_complete() -> None:
    shown = " ".join(directives for directives, _ in ROWS)
    assert [name for name in (*LINTERS, *GOSEC, *STATICCHECK) if name not in shown] == []
    assert [each.value for each in Dialect if each is not Dialect.OWN and each.value not in shown] == []
