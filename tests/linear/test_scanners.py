"""Code that looks through files before they are parsed takes time in proportion to their length.

A linear expression can still be tried at each place of text that it has seen before, and so can `find`.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from golint_conn.names import buildtags, callers, decl_ranges, gofile, heads, module_index
from golint_conn.names.gofile import GoFile
from golint_conn.source import SourceFile
from tests.linear.counted import count_in, work

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

TIMES = 12
"""Work on repeated text may vary with every second or third repetition, which does not count as growth."""

WORDS = [
    *("\n", " ", "\r\n", "//", "/*", "*/", "/* */ /", '"', "`", '\\"', "}", "(", "\n}", ",\n", "\t"),
    *("package a\n", "/* */ package a\n", "// x \n", "// ", "// /* ", "func (r", "func f", "var a\n", "\ta,\n"),
    *("//go:build ", "!", "(a) ", "// Code generated ", " DO NOT EDIT", 'import "a"\n', '"\n', "/* \n", "\\`"),
]
LEADS = ["", "/*", "//go:build a", '\nvar x = "(" + "', "\nfunc (r", "\nfunc f() {\n}\n"]
ENDS = ["", "\nx", "*/\npackage p\n", "!) f() {\n}\n"]


def is_generated(data: bytes) -> object:
    return GoFile("/a.go", SourceFile("a.go", data)).is_generated


SCANNERS: dict[str, Callable[[bytes], object]] = {
    "decl_ranges": decl_ranges.DeclRanges,
    "quoted": heads.quoted,
    "package clause": heads.package_clause,
    "build constraints": lambda data: buildtags.holds("/a.go", data),
    "generated": is_generated,
    "methods": module_index.method_names,
    "callers": lambda data: callers.hands_on(b"func f" + data),
}


@pytest.mark.parametrize("name", SCANNERS)
def test_twice_the_text_is_twice_the_work(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (buildtags, callers, decl_ranges, gofile, heads, module_index):
        count_in(module, monkeypatch)
    scan = SCANNERS[name]
    worse = []
    for lead, word, end in product(LEADS, WORDS, ENDS):
        texts = [f"{lead}{word * TIMES * times}{end}".encode("latin-1") for times in (1, 2, 3)]
        once, twice, thrice = (work(scan, text) for text in texts)
        if (thrice - twice) - (twice - once) > TIMES**2 // 2:
            worse.append((lead, word, end))
    assert not worse
