"""Every syntax error has a place."""

from golint_conn.source import SourceFile
from golint_conn.syntax import parse


def test_a_missing_token_at_the_top_level_is_an_error() -> None:
    tree = parse(SourceFile("a.go", b"0\x00A"))
    assert tree.has_error
    assert tree.errors()
