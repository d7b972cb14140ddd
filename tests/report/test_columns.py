"""Columns: bytes for people and Go's tools, UTF-16 units for SARIF, cells of the terminal for the marks."""

import json
from typing import Any

import pytest

from golint_conn.report import render
from tests.report.builders import finding, place, result_of

BOM = b"\xef\xbb\xbf"

# name: source, line, byte column, UTF-16 column, cells before the mark
CASES = {
    "plain": (b"package p\nx := bad()\n", 2, 6, 6, 5),
    "accents": ("s := 'é'; à, bad()\n".encode(), 1, 16, 14, 13),
    "combining accent": ("/* e\u0301 */ bad()\n".encode(), 1, 11, 10, 8),
    "emoji": ("/* 🎉🎉 */ bad()\n".encode(), 1, 16, 12, 11),
    "emoji with joiners": ("/* 👨\u200d👩 */ bad()\n".encode(), 1, 19, 13, 11),
    "wide letters": ("/* 日本語 */ bad()\n".encode(), 1, 17, 11, 13),
    "crlf": (b"package p\r\n\r\n x := bad()\r\ny\r\n", 3, 7, 7, 6),
    "tabs": (b"package p\n\t\tx\t:= bad()\n", 2, 8, 8, 15),
    "byte order mark": (BOM + b"bad()\n", 1, 1, 1, 0),
    "byte order mark, later line": (BOM + b"package p\nx bad()\n", 2, 3, 3, 2),
    "bad bytes": (b"/* \xff\xfe */ bad()\n", 1, 10, 10, 9),
    "no final newline": (b"x\nbad()", 2, 1, 1, 0),
    "escape character": (b"/* \x1b[2J */ bad()\n", 1, 12, 12, 11),
    "bidirectional override": ("/* \u202e */ bad()\n".encode(), 1, 11, 9, 15),
    "form feed and lone carriage return": (b"a\x0c\rb bad()\n", 1, 6, 6, 5),
}


def report(source: bytes, format_name: str) -> str:
    found = finding("a-rule", "it is bad", place("a.go", source, "bad()"))
    return render(result_of({"a.go": source}, [found]), format_name, color=False, cwd="/repository", width=0)


@pytest.mark.parametrize("name", CASES)
def test_people_get_byte_columns(name: str) -> None:
    source, line, column, _, _ = CASES[name]
    assert report(source, "text").startswith(f"a.go:{line}:{column}: warning: it is bad (a-rule)\n")
    assert report(source, "concise") == f"a.go:{line}:{column}: it is bad (a-rule)\n"


@pytest.mark.parametrize("name", CASES)
def test_the_mark_stands_under_what_it_marks(name: str) -> None:
    source, _, _, _, cells = CASES[name]
    _, _, _, mark, *_ = report(source, "text").splitlines()
    assert mark == "  | " + " " * cells + "^" * 5


@pytest.mark.parametrize("name", CASES)
def test_machines_get_utf16_columns_and_offsets(name: str) -> None:
    source, line, column, utf16_column, _ = CASES[name]
    start = json.loads(report(source, "json"))["findings"][0]["locations"][0]["start"]
    offset = source.index(b"bad()")
    assert start == {"offset": offset, "line": line, "column": column, "utf16Column": utf16_column}
    region: dict[str, Any] = json.loads(report(source, "sarif"))["runs"][0]["results"][0]["locations"][0]
    assert region["physicalLocation"]["region"] == {
        "startLine": line,
        "startColumn": utf16_column,
        "endLine": line,
        "endColumn": utf16_column + 5,
    }


def test_a_span_to_the_end_of_a_crlf_line_ends_before_the_line_ending() -> None:
    source = b"bad()\r\nnext\r\n"
    found = finding("a-rule", "m", place("a.go", source, "bad()\r\n"))
    text = render(result_of({"a.go": source}, [found]), "text", color=False, cwd="/repository", width=0)
    assert text.splitlines()[2:5] == ["1 | bad()", "  | ^^^^^", "  |"]
