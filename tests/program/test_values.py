"""Definitions and choices: looking backward from a use. The question is about the argument of `here`."""

import pytest

from golint_conn.program.site import Site
from tests.go_code import Code
from tests.program.conftest import WriteCode


def asked(code: Code) -> Site:
    call = code.node_starting("here(")
    return Site(code.shapes.arguments(call)[0], code.file())


ORIGINS = {
    "itself": ("here(1 + 2)", ["1 + 2"]),
    "variable": ("x := 1\nhere(x)", ["1"]),
    "chain": ("x := 1\ny := x\nhere(y)", ["1"]),
    "reassigned": ("x := 1\nx = 2\nhere(x)", ["1", "2"]),
    "redeclared": ("x, y := 1, 2\nx, z := 3, 4\n_, _ = y, z\nhere(x)", ["1", "3"]),
    "without a value": ("var x int\nhere(x)", ["x int"]),
    "parameter": ("here(p)", ["p"]),
    "parameter that is replaced": ("p = 1\nhere(p)", ["1", "p"]),
    "address": ("x := S{}\nhere(&x)", ["S{}"]),
    "parentheses": ("here((1))", ["1"]),
    "call": ("here(unknown())", ["unknown()"]),
    "call of ours": ("here(one())", ["1"]),
    "call with branches": ("here(two(true))", ["1", "2"]),
    "field of a literal": ("s := S{a: 1}\nhere(s.a)", ["1"]),
    "field of a literal without keys": ("s := S{1}\nhere(s.a)", ["1"]),
    "promoted field": ("d := D{S{1}}\nhere(d.a)", ["1"]),
    "promoted field in full": ("d := D{S: S{a: 1}}\nhere(d.S.a)", ["1"]),
    "promoted field of a value": ("s := S{1}\nd := &D{s}\nhere(d.a)", ["1"]),
    "promoted field that is not set": ("d := D{}\nhere(d.a)", ["d.a"]),
    "field": ("here(q.a)", ["q.a"]),
    "operator": ("here(-1)", ["-1"]),
    "shadowed": ("x := 1\n{\n x := 2\n _ = x\n}\nhere(x)", ["1"]),
}
ORIGIN_HEAD = (
    "type S struct{ a int }\n\ntype D struct{ S }\n\nfunc one() int { return 1 }\n\n"
    "func two(x bool) int {\n\tif x {\n\t\treturn 1\n\t}\n\treturn 2\n}\n\n"
)


@pytest.mark.parametrize("name", ORIGINS)
def test_where_a_value_comes_from(name: str, go: WriteCode) -> None:
    body, expected = ORIGINS[name]
    code = go(f"{ORIGIN_HEAD}func f(p int, q *S) {{\n{body}\n}}")
    found = dict.fromkeys(each.node.text for each in code.program.definitions.origins(asked(code)))
    assert list(found) == expected


def test_values_that_go_in_circles_end(go: WriteCode) -> None:
    code = go("func f() {\nx := 1\ny := x\nx = y\nhere(x)\n}\n\nfunc g() int { return g() }")
    assert "1" in [each.node.text for each in code.program.definitions.origins(asked(code))]


CHOICES = {
    "always": ("here(1)", False),
    "parameter": ("if p { here(1) }", True),
    "negated": ("if !p { here(1) }", True),
    "field": ("if q.on { here(1) }", True),
    "error": ("if err != nil { here(1) }", False),
    "nil and flag": ("if err == nil && p { here(1) }", True),
    "nil or nil": ("if err == nil || q == nil { here(1) }", False),
    "else": ("if p { } else { here(1) }", True),
    "left before": ("if p { return }\nhere(1)", True),
    "left before on error": ("if err != nil { return }\nhere(1)", False),
    "not left": ("if p { g() }\nhere(1)", False),
    "in the condition": ("if here(1) { }", False),
    "switch": ("switch q.mode { case 1: here(1) }", True),
    "switch without value": ("switch { case p: here(1) }", True),
    "lookup": ("_, ok := m[1]\nif ok { here(1) }", False),
    "assertion": ("_, ok := any(q).(*Q)\nif ok { here(1) }", False),
    "environment": ("x := os.Getenv(`X`)\nif x { here(1) }", True),
    "environment compared": ("if os.Getenv(`X`) != `` { here(1) }", True),
    "outside the function": ("if p { func() { here(1) }() }", False),
    "constant": ("if true { here(1) }", False),
}


@pytest.mark.parametrize("name", CHOICES)
def test_whether_somebody_chose_it(name: str, go: WriteCode) -> None:
    body, expected = CHOICES[name]
    code = go(
        f"type Q struct{{ on bool; mode int }}\n\nfunc f(p bool, q *Q, err error, m map[int]bool) {{\n{body}\n}}", "os"
    )
    site = Site(code.node_starting("here("), code.file())
    assert code.program.choices.is_chosen(site) == expected
