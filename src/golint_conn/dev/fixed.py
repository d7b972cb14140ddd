"""The self-test of fixes: the code under Fixed is that under Bad after its fixes, safe and unsafe ones, were applied.

Of the blocks under Bad those count, in their order, whose findings have a fix. gofmt indents with tabs; docstrings hold
eight spaces in place of each, because that is how Python code is formatted.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from golint_conn.finding import with_fingerprints
from golint_conn.fixing import fix
from golint_conn.rule.about.documentation import without_wants
from golint_conn.rule.checking.checker import Checker
from golint_conn.run.result import RunResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from golint_conn.dev.bench import Bench
    from golint_conn.rule.loading.registry import Rule

_INDENTATION = re.compile(r"^(?: {8})+", re.MULTILINE)
_NAME = "bad.go"


def unfixed(rule: Rule, bench: Bench, bad: Sequence[str], fixed: Sequence[str]) -> Iterator[str]:
    """Yield where blocks of Bad code do not become those of Fixed code; `bench` is where they are read."""
    codes = [_with_tabs(without_wants(text)) for text in bad]
    after = [text for text in (_fixed(rule, bench, code) for code in codes) if text is not None]
    if len(after) != len(fixed):
        yield f"Fixed has {len(fixed)} blocks of code; of those under Bad {len(after)} have a fix"
    for number, (text, expected) in enumerate(zip(after, fixed, strict=False), 1):
        pairs = zip_longest(text.splitlines(), _with_tabs(expected).splitlines())
        wrong = next(((line, *pair) for line, pair in enumerate(pairs, 1) if pair[0] != pair[1]), None)
        if wrong is not None:
            yield f"Fixed block {number}: line {wrong[0]} is {wrong[2]!r}, and the fixes make it {wrong[1]!r}"


def _fixed(rule: Rule, bench: Bench, code: str) -> str | None:
    """Return what the fixes make of some code, None where there are none."""
    before = _run(rule, bench, {_NAME: code.encode()})
    if not any(finding.fixes for finding in before.findings):
        return None
    changes = fix(before, lambda overlay, _: _run(rule, bench, overlay))
    return changes.after.get(_NAME, code.encode()).decode()


def _run(rule: Rule, bench: Bench, files: Mapping[str, bytes]) -> RunResult:
    reader, paths = bench.reader(files)
    checked = Checker(reader, [rule]).check(paths)
    findings = with_fingerprints(checked.findings)
    return RunResult(
        bench.folder,
        tuple(findings),
        tuple(checked.notices),
        (rule.info,),
        overlay=dict(files),
        named=frozenset(files),
    )


def _with_tabs(text: str) -> str:
    return _INDENTATION.sub(lambda match: "\t" * (len(match[0]) // 8), text)
