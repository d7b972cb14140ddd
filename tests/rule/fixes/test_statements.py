"""Statements are inserted and removed in whole lines, and columns of comments stay as they are."""

from pathlib import Path

import pytest

from golint_conn.rule.fixes.line_layout import Lines
from golint_conn.rule.fixes.statements import statement_of, taken_out, written_behind
from golint_conn.source import Edit, edited
from golint_conn.syntax import Node
from tests.go_code import Code
from tests.go_tool import gofmt

HEAD = "package p\n\nfunc f() {\n"


def changed(folder: Path, body: str, code: list[str] | None) -> str | None:
    """Return the body after lines of code were inserted after the call of `at`, or after the call was removed."""
    go = Code(folder, {"a.go": f"{HEAD}{body}}}\n"})
    statement = statement_of(go.node("at()", kind="call_expression"))
    assert isinstance(statement, Node)
    edit: Edit | None = (
        taken_out(statement, Lines(go.file())) if code is None else written_behind(statement, code, Lines(go.file()))
    )
    if edit is None:
        return None
    text = edited(go.file().source.data, [edit]).decode()
    assert text == gofmt(text.encode()).decode()
    return text.removeprefix(HEAD).removesuffix("}\n")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("\tat()\n", "\tat()\n\tnew()\n"),
        ("\tat() // why\n\tb()\n", "\tat() // why\n\tnew()\n\tb()\n"),
        ("\tif x {\n\t\tat()\n\t}\n", "\tif x {\n\t\tat()\n\t\tnew()\n\t}\n"),
        ("\tat()   // one\n\tbbb() // two\n", None),
        ("\tif x { at() }\n", None),
        ("\tat(); b()\n", None),
    ],
)
def test_writing_behind(body: str, expected: str | None, tmp_path: Path) -> None:
    assert changed(tmp_path, body, ["new()"]) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("\ta()\n\tat()\n\tb()\n", "\ta()\n\tb()\n"),
        ("\ta()\n\n\tat() // why\n\n\tb()\n", "\ta()\n\n\tb()\n"),
        ("\tdefer at()\n", ""),
        ("\ta() // one\n\tat()\n\tbbbb() // two\n", None),
    ],
)
def test_taking_out(body: str, expected: str | None, tmp_path: Path) -> None:
    assert changed(tmp_path, body, None) == expected


def test_a_literal_is_a_function_of_its_own(tmp_path: Path) -> None:
    go = Code(tmp_path, {"a.go": f"{HEAD}\tgo func() {{\n\t\tat()\n\t}}()\n}}\n"})
    statement = statement_of(go.node("at()", kind="call_expression"))
    assert statement is not None
    assert statement.text == "at()"
