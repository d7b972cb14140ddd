"""Checking: running the rules over the files of one folder.

All queries of the enabled rules are compiled into one, so that a file is searched once. A rule that fails on one
match is reported as a notice and the rest goes on; code inside a declaration with a syntax error is left alone, with a
notice, because nothing certain can be said of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from golint_conn.finding import Notice, NoticeKind
from golint_conn.program.program import Program
from golint_conn.rule.context import Context
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from golint_conn.finding import Finding
    from golint_conn.names.gofile import GoFile
    from golint_conn.rule.registry import Rule
    from golint_conn.source import Reader
    from golint_conn.syntax import Match


@dataclass(slots=True)
class CheckedPackage:
    """What came of the files of one folder."""

    findings: list[Finding] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    stage_seconds: dict[str, float] = field(default_factory=dict)
    files_parsed: int = 0
    bytes_parsed: int = 0


class Checker:
    """Runs rules; one per process, because it remembers what it has read."""

    def __init__(self, reader: Reader, rules: Sequence[Rule]) -> None:
        self.program = Program(reader)
        self.rules = list(rules)
        texts = [rule.model.query for rule in self.rules]
        self._query = Query("\n".join(texts)) if texts else None
        # The patterns of one query are numbered through; this says whose each is.
        self._owners = [rule for rule in self.rules for _ in range(Query(rule.model.query).patterns)]

    def check(self, directory: str, files: Sequence[str]) -> CheckedPackage:
        """Return the findings in (or caused by) some files of a folder, by their absolute paths."""
        checked = CheckedPackage()
        for path in files:
            started = perf_counter()
            file = self.program.workspace.file(path)
            if file is None:
                display = self.program.workspace.reader.display(path)
                checked.notices.append(Notice(display, 0, "could not be read", NoticeKind.UNREADABLE))
                continue
            if file.is_generated:
                continue
            broken = file.tree.errors()
            parsed = perf_counter()
            checked.files_parsed += 1
            checked.bytes_parsed += len(file.source.data)
            if broken:
                line = file.source.line_number(broken[0].start)
                text = "syntax error: the declaration around it is not analysed"
                checked.notices.append(Notice(file.source.path, line, text, NoticeKind.SYNTAX))
            for rule, match in self._matches(file):
                self._run(rule, match, file, checked)
            self._spent(checked, "parse", parsed - started)
            self._spent(checked, "rules", perf_counter() - parsed)
        return checked

    @staticmethod
    def _spent(checked: CheckedPackage, stage: str, seconds: float) -> None:
        checked.stage_seconds[stage] = checked.stage_seconds.get(stage, 0.0) + seconds

    def _matches(self, file: GoFile) -> Iterator[tuple[Rule, Match]]:
        if self._query is None:
            return
        for top in file.top_level:
            if not top.has_error and top.kind != "ERROR":
                for match in self._query.matches(top):
                    rule = self._owners[match.pattern]
                    if rule.model.tests or not file.is_test:
                        yield rule, match

    def _run(self, rule: Rule, match: Match, file: GoFile, checked: CheckedPackage) -> None:
        try:
            checked.findings += rule.model.check(match, Context(self.program, file, rule.model))
        except Exception as error:  # noqa: BLE001 - whatever a rule does wrong must cost one match and no more
            node = next(iter(match.captures.values()))[0]
            text = f"rule {rule.id} failed here and was passed over: {type(error).__name__}: {error}"
            line = file.source.line_number(node.start)
            checked.notices.append(Notice(file.source.path, line, text, NoticeKind.CRASH))
