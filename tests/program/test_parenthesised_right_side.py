"""Parentheses on the right of an assignment change nothing."""

from pathlib import Path

from golint_conn.program.site import Site
from tests.go_code import Code


def test_a_parenthesised_answer_is_no_choice(tmp_path: Path) -> None:
    code = Code(tmp_path, {"a.go": "package p\n\nfunc f(c T) {\n\tok, _ := (c.Extension())\n\tif ok { here(1) }\n}\n"})
    assert not code.program.choices.is_chosen(Site(code.node_starting("here("), code.file()))


def test_a_parenthesised_context_is_endless(tmp_path: Path) -> None:
    text = 'package p\n\nimport "context"\n\nfunc f() {\n\tctx, cancel := (context.WithCancel(context.Background()))\n\tdefer cancel()\n\there(ctx)\n}\n'
    code = Code(tmp_path, {"a.go": text})
    site = Site(code.shapes.arguments(code.node_starting("here("))[0], code.file())
    assert code.network.contexts.of_context(site).value == "endless"
