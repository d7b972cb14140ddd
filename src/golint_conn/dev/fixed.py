"""The self-test of fixes: the code under Fixed is the code under Bad after all fixes, safe and unsafe, are applied.

Only blocks under Bad whose findings have a fix count, in their order. gofmt indents with tabs; docstrings use eight
spaces instead of each, because Python code is formatted with spaces.
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
    """Yield differences between fixed Bad blocks and Fixed blocks; `bench` is where they are read."""
    codes = [_with_tabs(without_wants(text)) for text in bad]
    after = [text for text in (_fixed(rule, bench, code) for code in codes) if text is not None]
    if len(after) != len(fixed):
        yield f"Fixed has {len(fixed)} code blocks, but {len(after)} of those under Bad have a fix"
    for number, (text, expected) in enumerate(zip(after, fixed, strict=False), 1):
        pairs = zip_longest(text.splitlines(), _with_tabs(expected).splitlines())
        wrong = next(((line, *pair) for line, pair in enumerate(pairs, 1) if pair[0] != pair[1]), None)
        if wrong is not None:
            yield f"Fixed block {number}: line {wrong[0]} is {wrong[2]!r}, but the fixes make it {wrong[1]!r}"


def _fixed(rule: Rule, bench: Bench, code: str) -> str | None:
    """Return some code with its fixes applied, None if there are none."""
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
