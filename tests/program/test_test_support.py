"""Test support: code in ordinary files that only tests run; and what a function returns of a parameter."""

import pytest

from tests.program.conftest import WriteCode

TEST = 'package p\n\nimport "testing"\n\nfunc TestIt(t *testing.T) {{ {body} }}\n'

SERVING = {
    "function that a test calls": ("func f() { here() }", "f()", True),
    "function without calls": ("func f() { here() }", "", False),
    "exported function that a test calls": ("func F() { here() }", "F()", False),
    "function that the program calls, too": ("func f() { here() }\n\nfunc G() { f() }", "f()", False),
    "function of one for tests": ("func f() { here() }\n\nfunc g() { f() }", "g()", True),
    "function that calls itself": ("func f() { here(); f() }", "f()", True),
    "init": ("func init() { here() }", "", False),
    "method that a test calls": ("type t int\n\nfunc (t) f() { here() }", "t(0).f()", False),
    "variable that a test reads": ("var v = func() { here() }", "v()", True),
    "variable that the program reads": ("var v = func() { here() }\n\nfunc G() { v() }", "v()", False),
    "hook that a test sets": ("var hook func()\n\nfunc F() { if hook != nil { here() } }", "hook = func() {}", True),
    "hook with another question": (
        "var hook func()\n\nfunc F(b bool) { if b && (hook != nil) { here() } }",
        "hook = func() {}",
        True,
    ),
    "no hook": ("var hook func()\n\nfunc F() { if hook == nil { here() } }", "hook = func() {}", False),
    "else of a hook": ("var hook func()\n\nfunc F() { if hook != nil { } else { here() } }", "hook = nil", False),
    "hook with a value": ("var hook = F\n\nfunc F() { if hook != nil { here() } }", "hook = func() {}", False),
    "hook of all": ("var Hook func()\n\nfunc F() { if Hook != nil { here() } }", "Hook = func() {}", False),
    "hook that the program sets": (
        "var hook func()\n\nfunc Set(f func()) { hook = f }\n\nfunc F() { if hook != nil { here() } }",
        "hook = func() {}",
        False,
    ),
    "hook whose address goes away": (
        "var hook func()\n\nfunc Set(to *func()) {}\n\nfunc F() { Set(&hook); if hook != nil { here() } }",
        "hook = func() {}",
        False,
    ),
    "variable that is never set": ("var hook func()\n\nfunc F() { if hook != nil { here() } }", "", False),
}


@pytest.mark.parametrize("name", SERVING)
def test_whether_code_runs_for_tests_only(go: WriteCode, name: str) -> None:
    text, body, expected = SERVING[name]
    code = go(f"func here() {{}}\n\n{text}", a_test=TEST.format(body=body))
    execution = code.program.execution(code.site("here()", kind="call_expression"))
    assert execution.only_tests == ("only tests run it" if expected else "")


PASSED = {
    "what this call passes": ("func must[T any](v T, err error) T { return v }", "must(one())", ["one()"]),
    "by its place": ("func second(a, b int) int { return b }", "second(1, 2)", ["2"]),
    "one of two": ("func or(a, b int) int { if a > 0 { return a }; return b }", "or(1, 2)", ["1", "2"]),
    "through two functions": (
        "func id(a int) int { return same(a) }\n\nfunc same(a int) int { return a }",
        "id(7)",
        ["7"],
    ),
    "the rest is several values": ("func all(a ...int) []int { return a }", "all(1, 2)", ["a"]),
}


@pytest.mark.parametrize("name", PASSED)
def test_what_comes_back_of_a_parameter(go: WriteCode, name: str) -> None:
    text, call, expected = PASSED[name]
    code = go(f"{text}\n\nfunc one() (int, error)\n\nfunc f() {{ x := {call}; _ = x }}")
    origins = code.program.definitions.origins(code.site(call, kind="call_expression"))
    assert [each.node.text for each in origins] == expected
