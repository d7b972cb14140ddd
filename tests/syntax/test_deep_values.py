"""A value that goes through thousands of steps neither exhausts the stack nor the patience."""

from pathlib import Path

import pytest

from golint_conn.finding import NoticeKind
from tests.syntax.test_hostile import check

pytestmark = pytest.mark.slow

LEVELS = 2_000
TRANSPORT = "&http.Transport{}"
USE = "x := http.Client{Transport: c}; x.Get(``)"
NESTED = {
    "parentheses": f"func f() {{ x := {'(' * LEVELS}http.DefaultClient{')' * LEVELS}; _ = x }}",
    "conversions": f"func f() {{ c := {'http.RoundTripper(' * LEVELS}{TRANSPORT}{')' * LEVELS}; {USE} }}",
    "assertions": f"func f() {{ t := {TRANSPORT}; c := t{'.(*http.Transport)' * LEVELS}; {USE} }}",
    "dereferences": f"func f() {{ t := {TRANSPORT}; c := {'*&' * LEVELS}t; {USE} }}",
    "indexes": f"func f() {{ t := []T{{{TRANSPORT}}}; c := t{'[0]' * LEVELS}; {USE} }}",
    "callees": "".join(f"func p{n}(t *http.Client) {{ p{n + 1}(t) }}\n" for n in range(300))
    + f"func f() {{ p0(&http.Client{{Transport: {TRANSPORT}}}) }}",
    "callees that return": "".join(f"func p{n}(t T) T {{ return p{n + 1}(t) }}\n" for n in range(300))
    + f"func f() {{ c := p0({TRANSPORT}); {USE} }}",
}


@pytest.mark.parametrize("name", NESTED)
def test_a_value_that_goes_deep(name: str, tmp_path: Path) -> None:
    text = f'package p\n\nimport "net/http"\n\n{NESTED[name]}\n'
    notices = check(tmp_path, text.encode()).notices
    # It may be given up on, and then that is said.
    assert {notice.kind for notice in notices} <= {NoticeKind.LIMIT}
