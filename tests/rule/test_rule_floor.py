"""The pre-filter knows both quotes; a rule that fails on a match without captures costs that match."""

from collections.abc import Iterator
from pathlib import Path

from golint_conn.finding import Finding
from golint_conn.rule.checking.prefilter import Prefilter
from golint_conn.rule.context import Context
from golint_conn.syntax import Match
from tests.rule.rules import made, report
from tests.rule.test_check import check


def test_an_import_in_backquotes() -> None:
    assert Prefilter([made(report).terms]).wants(b"import `net/http`\nhttp.Get(u)")


def test_a_match_without_captures(tmp_path: Path) -> None:
    def fails(match: Match, context: Context) -> Iterator[Finding]:
        yield from report(match, context)

    assert len(check(tmp_path, made(fails, query="(call_expression)")).notices) == 3
