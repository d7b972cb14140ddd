"""The grammar is the same, however it is loaded."""

import subprocess
import sys

import pytest

from golint_conn.syntax import grammar


def test_the_grammar_is_loaded_without_the_package_around_it() -> None:
    code = "from golint_conn.syntax.grammar import language; import sys; language(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "tree_sitter" in done.stdout.split()
    assert "tree_sitter_go" not in done.stdout.split()


def test_where_the_library_is_not_found_the_package_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = grammar.language().node_kind_count
    monkeypatch.setattr(grammar, "find_spec", lambda _: None)
    assert grammar.language.__wrapped__().node_kind_count == expected
