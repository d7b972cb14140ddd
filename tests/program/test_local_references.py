"""References to a local variable are its own, and calls are seen through parentheses."""

from pathlib import Path

from tests.go_code import Code


def test_a_field_is_no_reference_to_a_local_variable(tmp_path: Path) -> None:
    code = Code(tmp_path, {"a.go": "package p\n\nfunc f() {\n\tx := 1\n\t_ = t.x\n}\n"})
    symbol = code.names.symbol_of(code.identifier("x"), code.file())
    assert symbol is not None
    assert code.program.references.of(symbol) == []


def test_a_field_is_not_followed_as_the_local_variable_of_its_name(tmp_path: Path) -> None:
    text = "package p\n\ntype T struct{}\n\ntype S struct{ t *T }\n\nfunc (s *S) f() {\n\tt := &T{}\n\tuse(t)\n\ts.t.Do()\n\tgo s.t.Do()\n}\n"
    code = Code(tmp_path, {"a.go": text})
    trace = code.program.trace(code.site("&T{}", kind="unary_expression"))
    assert [use.name for use in trace.calls()] == []


def test_a_function_in_parentheses_is_called(tmp_path: Path) -> None:
    code = Code(tmp_path, {"a.go": "package p\n\nfunc g(int) int { return 0 }\n\nvar x = (g)(2)\n"})
    calls = code.program.references.calls(code.file().declarations["g"])
    assert [each.node.text for each in calls] == ["(g)(2)"]
