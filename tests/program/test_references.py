"""References: every place that mentions a symbol, and no other."""

from golint_conn.names.shape import Named
from golint_conn.program.references import called_by
from tests.go_code import Code
from tests.program.conftest import WriteCode


def places(code: Code, name: str, nth: int = 0, file: str = "a.go") -> list[str]:
    symbol = code.names.symbol_of(code.identifier(name, file, nth), code.file(file))
    assert symbol is not None
    found = code.program.references.of(symbol)
    return [f"{each.file.path.removeprefix(f'{code.root}/')}:{code.line(each)}" for each in found]


def test_local_references_respect_shadowing_and_leave_out_keys(go: WriteCode) -> None:
    code = go(
        """func f() {
	x := 1
	x++
	{
		x := x
		x++
	}
	g := func() { x = 2 }
	_ = T{x: x}
	_ = map[int]int{x: x}
	g()
}"""
    )
    assert places(code, "x") == [f"a.go:{n}" for n in (8, 10, 13, 14, 15, 15)]


def test_package_level_references_in_all_files_of_the_module(go: WriteCode) -> None:
    code = go(
        "var Shared = 1\n\nfunc f() int { return Shared }\n\nfunc g(Shared int) int { return Shared }",
        b="package p\n\nvar other = Shared\n",
        user__u='package user\n\nimport "example.com/m"\n\nvar X = p.Shared\n\nvar Shared = p.X\n',
        renamed__r='package renamed\n\nimport q "example.com/m"\n\nvar X = q.Shared\n',
        dotted__d='package dotted\n\nimport . "example.com/m"\n\nvar X = Shared\n',
        lone__l="package lone\n\nvar Shared = 2\n\nvar y = Shared\n",
    )
    assert places(code, "Shared") == ["a.go:8", "b.go:3", "dotted/d.go:5", "renamed/r.go:5", "user/u.go:5"]


def test_unexported_names_are_not_sought_elsewhere(go: WriteCode) -> None:
    code = go("var own = 1", user__u='package user\n\nimport "example.com/m"\n\nvar x = p.own\n')
    assert places(code, "own") == []


def test_methods_are_told_apart_by_their_type(go: WriteCode) -> None:
    code = go(
        """type A struct{}
type B struct{ A }
type C struct{}

func (A) Do()  {}
func (*C) Do() {}

func f(a A, b *B, c C, d D) {
	a.Do()
	b.Do()
	c.Do()
	d.Do()
	_ = a.Do
	A.Do(a)
}"""
    )
    own, other = (code.file().methods(name)[0] for name in "AC")
    assert [code.line(each) for each in code.program.references.of(own)] == [14, 15, 18, 19]
    assert [code.line(each) for each in code.program.references.of(other)] == [16]


def test_fields_by_the_type_that_declares_them(go: WriteCode) -> None:
    code = go(
        """type A struct{ x int }
type B struct{ A }
type C struct{ x int }

func f(a *A, b B, c C) {
	a.x = b.x
	c.x = 1
}"""
    )
    code.names.package_path(code.file())
    found = code.program.references.field(Named("example.com/m", "A"), "x")
    assert [each.node.text for each in found] == ["a.x", "b.x"]


def test_calls(go: WriteCode) -> None:
    code = go(
        "func g(int) int { return 0 }\n\nvar x = g(g(1))\n\nvar y = g\n\nfunc h[T any](T) {}\n\nfunc i() { h(1); h(2) }"
    )
    for name, calls in (("g", ["g(g(1))", "g(1)"]), ("h", ["h(1)", "h(2)"])):
        symbol = code.file().declarations[name]
        assert [each.node.text for each in code.program.references.calls(symbol)] == calls


def test_what_calls_a_name(go: WriteCode) -> None:
    code = go("func f() { a.b.c(x); d(e) }")
    texts = {name: called_by(code.identifier(name)) for name in ("a", "b", "c", "x", "d", "e")}
    assert {name: node.text if node is not None else "" for name, node in texts.items()} == {
        "a": "",
        "b": "",
        "c": "a.b.c(x)",
        "x": "",
        "d": "d(e)",
        "e": "",
    }


def test_what_is_put_into_a_field_however_the_literal_is_spelled(go: WriteCode) -> None:
    code = go(
        "type S struct{ a, b int }\n\ntype D struct{ S }\n\n"
        "var x = []any{S{1, 0}, &S{a: 2}, D{S{3, 0}}, []S{{4, 0}, {a: 5}}, map[string]*S{`k`: {6, 0}}, [][]S{{{7, 0}}}}\n\n"
        "func f(d *D) {\n\td.a = 8\n\td.S.a = 9\n}\n\nvar y = []int{0}\n\ntype O struct{ a int }\n\nvar z = O{0}",
    )
    found = code.program.references.field_values(Named(code.names.package_path(code.file()), "S"), "a")
    assert sorted(each.node.text for each in found) == [str(number) for number in range(1, 10)]


def test_keys_of_maps_are_references(go: WriteCode) -> None:
    code = go(
        "type M map[int]int\n\ntype T struct{ x int }\n\n"
        "func f() {\n\tx := 1\n\t_ = M{x: 2}\n\t_ = []M{{x: 3}}\n\t_ = []T{{x: 4}}\n\t_ = T{x: 5}\n}"
    )
    assert places(code, "x", nth=1) == ["a.go:12", "a.go:13"]
