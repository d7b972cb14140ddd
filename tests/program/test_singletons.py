"""Singletons and methods: what is known about a type from its values and its methods."""

import pytest

from golint_conn.program.site import Site
from tests.program.conftest import WriteCode

METHOD = "type t struct{ conn net.Conn }\n\nfunc (x *t) f() { here(x); x.conn.Close() }\n\nfunc here(*t) {}\n\n"

HELD = {
    "variable with a value": ("var shared = &t{}", True),
    "variable with a type": ("var shared *t", True),
    "assigned in init": ("var shared any\n\nfunc init() { shared = &t{} }", True),
    "assertion of an interface": ("var _ any = &t{}", False),
    "local variable": ("func g() { var own t; own.f(); other := &t{}; other.f() }", False),
    "result": ("func g() *t { return &t{} }", False),
    "type with a field of it": ("type u struct{ own t }", False),
    "variable of a function that makes one": ("var make = func() *t { return &t{} }", False),
}


@pytest.mark.parametrize("name", HELD)
def test_whether_a_package_variable_holds_a_value(go: WriteCode, name: str) -> None:
    text, expected = HELD[name]
    code = go(METHOD + text, "net")
    assert code.program.singletons.covers(code.site("here(x)", kind="call_expression")) is expected


def test_a_function_is_of_no_type(go: WriteCode) -> None:
    code = go(f"{METHOD}var shared = &t{{}}\n\nfunc g() {{ here(nil) }}", "net")
    assert not code.program.singletons.covers(code.site("here(nil)", kind="call_expression"))


def test_what_methods_are_called_and_call(go: WriteCode) -> None:
    code = go(METHOD, "net")
    shape = code.program.shape(Site(code.identifier("x", nth=1), code.file()))
    methods = code.program.methods
    assert methods.names(shape) == {"f"}
    assert methods.called(shape) == {"Close"}


def test_a_type_that_is_not_at_hand_has_no_known_methods(go: WriteCode) -> None:
    code = go(METHOD.replace("*t) {}", "any) {}").replace("here(x)", "here(elsewhere)"), "net")
    shape = code.program.shape(code.site("elsewhere"))
    assert code.program.methods.names(shape) == code.program.methods.called(shape) == frozenset()
