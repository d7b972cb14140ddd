"""Traces: where a value goes and what is done with it. In the code, `make()`-like literals `&T{}` are the values."""

import pytest

from tests.go_code import Code
from tests.program.conftest import WriteCode

TYPES = (
    "type T struct{ n int; next *T }\n\nfunc (*T) Do() {}\n\n"
    "type O struct{ t *T }\n\nfunc (O) Run() {}\n\ntype D struct{ O }\n\ntype E struct{ *T }\n\nvar global *T\n\n"
)


def uses(code: Code, *, wide: bool = False) -> list[str]:
    """Return the uses of the only `&T{}` as `kind name`, with `owned`, `far` and `inner` if they hold."""
    trace = code.program.trace(code.site("&T{}", kind="unary_expression"), wide=wide)
    assert trace.complete
    marks = ("owned", "far", "inner")
    return [
        " ".join([use.kind.value, use.name, *(m for m in marks if getattr(use, m))]).replace("  ", " ").strip()
        for use in trace.uses
    ]


BODIES = {
    "nothing": ("_ = &T{}", []),
    "field set": ("t := &T{}\nt.n = 1", ["set n"]),
    "field read": ("t := &T{}\n_ = t.n", ["read n"]),
    "method": ("t := &T{}\nt.Do()", ["called Do"]),
    "at once": ("(&T{}).Do()", ["called Do"]),
    "through a variable": ("t := &T{}\nu := t\nu.n = 1", ["set n"]),
    "var": ("var t *T = &T{}\nt.Do()", ["called Do"]),
    "assigned": ("var t *T\nt = &T{}\nt.Do()", ["called Do"]),
    "kept": ("global = &T{}", ["kept global"]),
    "passed on": ("unknown(&T{})", ["passed"]),
    "into an owner": ("o := O{t: &T{}}\no.Run()", ["part t", "called Run owned"]),
    "into a field": ("o := O{}\no.t = &T{}\no.Run()", ["part t", "called Run owned"]),
    "out of an owner": ("o := O{t: &T{}}\no.t.n = 1", ["part t", "set n"]),
    "into a slice": ("ts := []*T{&T{}}\n_ = ts", ["part"]),
    "into an owner without keys": ("o := O{&T{}}\no.Run()", ["part t", "called Run owned"]),
    "into a slice of owners": ("os := []O{{t: &T{}}}\nos[0].Run()", ["part t", "part owned", "called Run owned"]),
    "into a slice of owners without keys": (
        "os := []O{{&T{}}}\nos[0].Run()",
        ["part t", "part owned", "called Run owned"],
    ),
    "into a promoted field": ("d := D{}\nd.t = &T{}\nd.Run()", ["part t", "called Run owned"]),
    "embedded": ("e := E{&T{}}\ne.Do()\ne.n = 1\n_ = e.next", ["part T", "called Do", "set n", "read next"]),
    "by a map's key": ("ts := map[string]*T{`t`: &T{}}\n_ = ts", ["part"]),
    "sent": ("c := make(chan *T)\nc <- &T{}", ["kept"]),
    "into a parameter's field": ("p.t = &T{}", ["kept t"]),
    "shadowed": ("t := &T{}\n{\n\tt := new(T)\n\tt.n = 1\n}\nt.Do()", ["called Do"]),
}


@pytest.mark.parametrize("name", BODIES)
def test_what_is_done_with_a_value(name: str, go: WriteCode) -> None:
    body, expected = BODIES[name]
    assert uses(go(f"{TYPES}func f(p *O) {{\n{body}\n}}")) == expected


def test_into_a_function_whose_body_is_at_hand(go: WriteCode) -> None:
    code = go(f"{TYPES}func f() {{\n\tset(&T{{}})\n}}\n\nfunc set(t *T) {{\n\tt.n = 1\n}}")
    assert uses(code) == ["passed example.com/m.set", "set n inner"]


def test_returned_and_followed_to_the_callers_when_wide(go: WriteCode) -> None:
    code = go(f"{TYPES}func f() *T {{\n\treturn &T{{}}\n}}\n\nfunc g() {{\n\tt := f()\n\tt.n = 1\n}}")
    assert uses(code) == ["returned"]
    assert uses(code, wide=True) == ["returned", "set n far"]


def test_a_package_variable_is_followed_when_wide(go: WriteCode) -> None:
    code = go(f"{TYPES}func f() {{\n\tglobal = &T{{}}\n}}\n\nfunc g() {{\n\tglobal.Do()\n}}")
    assert uses(code) == ["kept global"]
    assert uses(code, wide=True) == ["kept global", "called Do far"]


def test_a_field_is_followed_when_wide(go: WriteCode) -> None:
    code = go(f"{TYPES}func f() *O {{\n\treturn &O{{t: &T{{}}}}\n}}\n\nfunc (o *O) g() {{\n\to.t.n = 1\n}}")
    assert "set n far" in uses(code, wide=True)
    assert "set n far" not in uses(code)


@pytest.mark.parametrize("literal", ["O{t: &T{}}", "O{&T{}}", "D{O{&T{}}}", "D{O: O{t: &T{}}}"])
def test_however_a_literal_is_spelled_its_field_is_followed_when_wide(literal: str, go: WriteCode) -> None:
    code = go(f"{TYPES}func f() any {{\n\treturn {literal}\n}}\n\nfunc (d *D) g() {{\n\td.t.n = 1\n}}")
    assert "set n far" in uses(code, wide=True)


def test_a_promoted_field_that_is_assigned_is_followed_when_wide(go: WriteCode) -> None:
    code = go(f"{TYPES}func f(d *D) {{\n\td.t = &T{{}}\n}}\n\nfunc g(o *O) {{\n\to.t.n = 1\n}}")
    assert "set n far" in uses(code, wide=True)


def test_what_is_promoted_is_followed_when_wide_as_what_is_spelled_out(go: WriteCode) -> None:
    for name in ("e.n", "e.T.n"):
        code = go(f"{TYPES}func f() any {{\n\treturn E{{T: &T{{}}}}\n}}\n\nfunc g(e *E) {{\n\t{name} = 1\n}}")
        assert "set n far" in uses(code, wide=True)


def test_captured_by_a_function_that_lives_on(go: WriteCode) -> None:
    code = go(f"{TYPES}func f() func() {{\n\tt := &T{{}}\n\treturn func() {{ t.Do() }}\n}}")
    trace = code.program.trace(code.site("&T{}", kind="unary_expression"))
    assert trace.is_kept
    assert [use.name for use in trace.calls()] == ["Do"]


def test_used_in_a_function_that_runs_in_place_is_not_captured(go: WriteCode) -> None:
    code = go(f"{TYPES}func f() {{\n\tt := &T{{}}\n\tdefer func() {{ t.Do() }}()\n}}")
    assert not code.program.trace(code.site("&T{}", kind="unary_expression")).is_kept


def test_a_value_that_goes_in_circles_ends(go: WriteCode) -> None:
    code = go(
        f"{TYPES}func f() *T {{\n\tt := &T{{}}\n\tt.next = t\n\tu := t.next\n"
        f"\tt = u\n\treturn g(t)\n}}\n\nfunc g(t *T) *T {{\n\treturn g(t)\n}}"
    )
    assert "passed example.com/m.g" in uses(code, wide=True)


def test_the_value_that_a_field_is_set_to(go: WriteCode) -> None:
    code = go(f"{TYPES}func f() {{\n\tt := &T{{}}\n\tt.n = 7\n}}")
    (use,) = code.program.trace(code.site("&T{}", kind="unary_expression")).sets("n")
    assert use.value is not None
    assert use.value.node.text == "7"
