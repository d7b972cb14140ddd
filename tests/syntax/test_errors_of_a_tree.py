"""Every syntax error has a place."""

import pytest

from golint_conn.source import SourceFile
from golint_conn.syntax import Query, parse


def test_a_missing_token_at_the_top_level_is_an_error() -> None:
    tree = parse(SourceFile("a.go", b"0\x00A"))
    assert tree.has_error
    assert tree.errors()


@pytest.mark.parametrize(
    "text",
    [
        b"package p\n\nfunc f() {\n\tx := (1\n\ty := 2)\n}\n\nfunc g( {\n}\n",
        b'package p\n\nvar s = "(\n// c\n\nfunc f() { if { /* c */ } }\n',
        b"package p\n\nfunc ((((( f() { }\n// c\ntype T struct { a int\n",
    ],
)
def test_errors_and_comments_are_those_that_a_query_finds(text: bytes) -> None:
    tree = parse(SourceFile("a.go", text))
    errors = [match["error"].span for match in Query("[(ERROR) (MISSING)] @error").matches(tree.root)]
    assert errors
    assert tree.errors() == errors
    assert tree.comments() == [match["comment"] for match in Query("(comment) @comment").matches(tree.root)]
