"""Variations: what may be another value each time. The question is about the argument of `here`."""

import pytest

from golint_conn.program.site import Site
from tests.program.conftest import WriteCode

STEADY = {
    "constant": "const address = `db:1`\n\nfunc f() { here(address) }",
    "package variable": "var address string\n\nfunc f() { here(address) }",
    "call of nothing": "func g() string { return `` }\n\nfunc f() { here(g()) }",
    "context": "func f(ctx context.Context) { here(ctx) }",
    "context of a request": "func f(r *http.Request) { here(r.Context()) }",
    "field of a receiver": "type s struct{ address string }\n\nfunc (s s) f() { here(s.address) }",
    "parameter that is always given the same": "func g() { f(`db:1`); f(`db:1`) }\n\nfunc f(a string) { here(a) }",
    "key of a literal": "type o struct{ a string }\n\nfunc f(a int) { here(o{a: `db:1`}) }",
    "variable": "func f() { a := `db`; a = a + `:1`; here(a) }",
    "own address": "type o struct{}\n\nfunc f() { a := o{}; here(&a) }",
}

VARYING = {
    "parameter": "func f(a string) { here(a) }",
    "field of a parameter": "type o struct{ a string }\n\nfunc f(a *o) { here(a.a) }",
    "parameter given a parameter": "func g(b string) { f(b) }\n\nfunc f(a string) { here(a) }",
    "loop variable": "func f() { for _, a := range []string{`a`} { here(a) } }",
    "received": "func f(c chan string) { a := <-c; here(a) }",
    "received in a select": "var c chan string\n\nfunc f() { select { case a := <-c: here(a) } }",
    "filled in by a call": "func f() { var a string; fmt.Sscan(``, &a); here(a) }",
    "made of a parameter": "func f(a string) { b := `db` + a; c := b; here(c) }",
    "receiver that is a loop variable": (
        "type s struct{ a string }\n\nfunc g(all []s) { for _, s := range all { s.f() } }\n\nfunc (s s) f() { here(s.a) }"
    ),
    "parameter of a literal": "func f() { g(func(a string) { here(a) }) }\n\nfunc g(func(string)) {}",
}

CASES = [(name, text, False) for name, text in STEADY.items()] + [(name, text, True) for name, text in VARYING.items()]


@pytest.mark.parametrize(("text", "varies"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_varies(go: WriteCode, text: str, varies: bool) -> None:  # noqa: FBT001 - a column of the table
    code = go(f"func here(any) {{}}\n\n{text}", "context fmt net/http")
    call = code.node_starting("here(")
    argument = code.shapes.arguments(call)[0]
    assert code.program.variations.covers(Site(argument, code.file())) is varies
