"""Dialers: where the connections that a dial function returns come from."""

import pytest

from golint_conn.gonet.dialers import hands_over
from tests.program.conftest import WriteCode

HOOKS = {
    "captured": ("func(n, a string) (net.Conn, error) { return conn, nil }", True),
    "received": ("func(n, a string) (net.Conn, error) { select { case c := <-ready: return c, nil } }", True),
    "nothing": ("func(n, a string) (net.Conn, error) { return nil, net.ErrClosed }", None),
    "made": ("func(n, a string) (net.Conn, error) { c, err := net.Dial(n, a); return c, err }", False),
    "made at once": ("func(n, a string) (net.Conn, error) { return net.Dial(n, a) }", False),
    "captured or made": (
        "func(n, a string) (net.Conn, error) { if n == a { return conn, nil }; return net.Dial(n, a) }",
        False,
    ),
    "of the package": ("func(n, a string) (net.Conn, error) { return shared, nil }", False),
    "no literal": ("net.Dial", False),
}


@pytest.mark.parametrize("name", HOOKS)
def test_whether_a_dial_function_hands_over(go: WriteCode, name: str) -> None:
    hook, expected = HOOKS[name]
    text = f"var shared net.Conn\n\nfunc f(conn net.Conn, ready chan net.Conn) {{ use({hook}) }}\n\nfunc use(any) {{}}"
    code = go(text, "net")
    assert hands_over(code.site(hook), code.shapes) is expected
