"""Fields of literals are set, replaced and removed as gofmt would lay it out."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golint_conn.rule.fixes.line_layout import Lines
from golint_conn.rule.fixes.literals import Literal, put_in_place
from golint_conn.source import edited
from tests.go_code import Code
from tests.go_tool import gofmt

HEAD = "package p\n\nvar v = T"


def literal(folder: Path, body: str | bytes) -> tuple[Literal, bytes]:
    text = HEAD.encode() + (body if isinstance(body, bytes) else body.encode())
    code = Code(folder, {"a.go": text})
    node = next(each for each in code.file().walk() if each.kind == "literal_value")
    return Literal(node, Lines(code.file())), text


def after_setting(folder: Path, body: str, *fields: tuple[str, str]) -> str | None:
    made, data = literal(folder, body)
    edits = made.setting(fields)
    return None if edits is None else edited(data, edits).decode().removeprefix(HEAD)


def after_removing(folder: Path, body: str, name: str) -> str | None:
    made, data = literal(folder, body)
    edit = made.removing(name)
    return None if edit is None else edited(data, [edit]).decode().removeprefix(HEAD)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{}\n", "{New: 9}\n"),
        ("{A: 1}\n", "{A: 1, New: 9}\n"),
        ("{A: 1, B: 2}\n", "{A: 1, B: 2, New: 9}\n"),
        ("{New: 1, B: 2}\n", "{New: 9, B: 2}\n"),
        ("{\n\tA: 1,\n}\n", "{\n\tA:   1,\n\tNew: 9,\n}\n"),
        ("{\n\tLonger: 1,\n}\n", "{\n\tLonger: 1,\n\tNew:    9,\n}\n"),
        ("{\n\tLonger: 1, // why\n}\n", "{\n\tLonger: 1, // why\n\tNew:    9,\n}\n"),
        ("{\n\tA: 1,\n\n\tB: 2,\n}\n", "{\n\tA: 1,\n\n\tB:   2,\n\tNew: 9,\n}\n"),
        ("{\n\tA: 1,\n\tB: T{\n\t\tC: 1,\n\t},\n}\n", "{\n\tA: 1,\n\tB: T{\n\t\tC: 1,\n\t},\n\tNew: 9,\n}\n"),
        ("{\n\tA: 1,\n\t// last\n}\n", "{\n\tA:   1,\n\tNew: 9,\n\t// last\n}\n"),
        ("{A: 1,\n\tB: 2}\n", "{A: 1,\n\tB: 2, New: 9}\n"),
        ("{\n\tA: 1, B: 2,\n}\n", "{\n\tA: 1, B: 2, New: 9,\n}\n"),
        ("{1, 2}\n", None),
        ("{\n\t// nothing yet\n}\n", None),
    ],
)
def test_setting_a_field(body: str, expected: str | None, tmp_path: Path) -> None:
    assert after_setting(tmp_path, body, ("New", "9")) == expected
    if expected is not None:
        assert gofmt((HEAD + expected).encode()).decode() == HEAD + expected


def test_setting_several_fields(tmp_path: Path) -> None:
    fields = (("Longest", "1"), ("B", "2"))
    assert after_setting(tmp_path, "{\n\tA: 1,\n}\n", *fields) == "{\n\tA:       1,\n\tLongest: 1,\n\tB:       2,\n}\n"
    assert after_setting(tmp_path, "{A: 1}\n", *fields) == "{A: 1, Longest: 1, B: 2}\n"
    assert after_setting(tmp_path, "{}\n", *fields) == "{Longest: 1, B: 2}\n"
    # A field that is there and one that is not would change the same lines.
    assert after_setting(tmp_path, "{\n\tB: 1,\n}\n", *fields) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{Old: 1}\n", "{}\n"),
        ("{Old: 1, B: 2}\n", "{B: 2}\n"),
        ("{A: 1, Old: 1}\n", "{A: 1}\n"),
        ("{A: 1, Old: 1, B: 2}\n", "{A: 1, B: 2}\n"),
        ("{\n\tOld: 1,\n}\n", "{}\n"),
        ("{\n\tOld: 1, // gone too\n}\n", "{}\n"),
        ("{\n\tA:   1,\n\tOld: 1, // gone too\n}\n", "{\n\tA: 1,\n}\n"),
        (
            "{\n\tA:   1, // stays\n\tOld: 1,\n\tB:   222, // stays\n}\n",
            "{\n\tA: 1,   // stays\n\tB: 222, // stays\n}\n",
        ),
        ("{\n\tA: 1,\n\t// about Old\n\tOld: 1,\n}\n", "{\n\tA: 1,\n}\n"),
        ("{\n\tA: 1,\n\t// about both\n\tOld: 1,\n\tB:   2,\n}\n", "{\n\tA: 1,\n\t// about both\n\tB: 2,\n}\n"),
        ("{\n\tA: 1,\n\n\tOld: 1,\n\n\tB: 2,\n}\n", "{\n\tA: 1,\n\n\tB: 2,\n}\n"),
        ("{\n\tOld: 1,\n\n\tB: 2,\n}\n", "{\n\tB: 2,\n}\n"),
        ("{\n\tA: 1,\n\n\tOld: 1,\n}\n", "{\n\tA: 1,\n}\n"),
        ("{\n\t// a comment of its own\n\n\tOld: 1,\n}\n", None),
        ("{B: 2}\n", None),
    ],
)
def test_removing_a_field(body: str, expected: str | None, tmp_path: Path) -> None:
    assert after_removing(tmp_path, body, "Old") == expected
    if expected is not None:
        assert gofmt((HEAD + expected).encode()).decode() == HEAD + expected


def test_a_longer_name_moves_its_neighbours(tmp_path: Path) -> None:
    made, data = literal(tmp_path, "{\n\tDial: d.Dial, // a\n\tB:    2,      // b\n}\n")
    element = made.element("Dial")
    assert element is not None
    edit = made.giving(element, "DialContext", "d.DialContext")
    assert edit is not None
    assert edited(data, [edit]).decode().removeprefix(HEAD) == (
        "{\n\tDialContext: d.DialContext, // a\n\tB:           2,             // b\n}\n"
    )


def test_a_value_of_several_lines_that_becomes_one_joins_its_neighbours(tmp_path: Path) -> None:
    code = Code(tmp_path, {"a.go": HEAD + "{\n\tA: 1,\n\tLonger: f(T{\n\t\tC: 1,\n\t}),\n\tB: 2,\n}\n"})
    edit = put_in_place(code.node("T{\n\t\tC: 1,\n\t}"), "c", Lines(code.file()))
    assert edit is not None
    text = edited(code.file().source.data, [edit]).decode()
    assert text == gofmt(text.encode()).decode()
    assert text.removeprefix(HEAD) == "{\n\tA:      1,\n\tLonger: f(c),\n\tB:      2,\n}\n"


def test_a_literal_that_gofmt_has_not_seen_keeps_its_layout(tmp_path: Path) -> None:
    before = "{\n\tLonger: 1,\n\tB: 2,\n}\n"
    assert after_setting(tmp_path, before, ("New", "9")) == "{\n\tLonger: 1,\n\tB: 2,\n\tNew: 9,\n}\n"


ROW = st.tuples(
    st.sampled_from(["A", "Bb", "Cccccc", "Dddddddddddddddddd", "Ünï"]),
    st.sampled_from(
        ["1", "22222", "f(x, y)", '"日本"', "T{\n\t\tX: 1,\n\t\tLonger: 2,\n\t}", "func() {\n\t\tg()\n\t}"]
    ),
    st.sampled_from(["", "", " // why", " /* why */"]),
    st.sampled_from(["", "", "", "\n", "\t// about it\n"]),
)


@settings(max_examples=120)
@given(rows=st.lists(ROW, min_size=1, max_size=6), place=st.integers(0, 5))
def test_what_gofmt_has_laid_out_stays_so(
    rows: list[tuple[str, str, str, str]], place: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = [f"{before}\t{key}{n}: {value},{comment}\n" for n, (key, value, comment, before) in enumerate(rows)]
    text = gofmt(f"{HEAD}{{\n{''.join(lines)}}}\n".encode())
    body = text.removeprefix(HEAD.encode())
    folder = tmp_path_factory.mktemp("literal")
    name = f"{rows[place % len(rows)][0]}{place % len(rows)}"
    for fields in ([("IdleConnTimeout", "90 * time.Second")], [(name, "nil")]):
        made, data = literal(folder, body)
        edits = made.setting(fields)
        assert edits is not None
        assert edited(data, edits).decode() == gofmt(edited(data, edits)).decode()
    made, data = literal(folder, body)
    edit = made.removing(name)
    if edit is not None:
        assert edited(data, [edit]).decode() == gofmt(edited(data, [edit])).decode()
