"""Listeners: where a server listens."""

import pytest

from tests.program.conftest import WriteCode

OPENED = {
    "opened here": 'l, _ := net.Listen("tcp", "a:1"); here(l)',
    "with TLS around it": 'l, _ := net.Listen("tcp", "a:1"); here(tls.NewListener(l, nil))',
    "in a literal": 'l, _ := net.Listen("tcp", "a:1"); here(wrapped{l})',
    "in a literal that asks for its address": 'l, _ := net.Listen("tcp", "a:1"); here(named{l.Addr()})',
    "declared before": 'var l net.Listener; l, _ = net.Listen("tcp", "a:1"); here(l)',
}
KNOWN = "type wrapped struct{ net.Listener }\n\ntype named struct{ net.Addr }\n\nfunc here(any) {}\n\n"


@pytest.mark.parametrize("name", OPENED)
def test_what_opens_a_listener(go: WriteCode, name: str) -> None:
    code = go(f"{KNOWN}func f() {{ {OPENED[name]} }}", "net crypto/tls")
    listeners = code.network.listeners
    call = code.site(f"here{OPENED[name].rpartition('here')[2]}", kind="call_expression")
    argument = call.at(code.program.shapes.arguments(call.node)[0])
    (opened,) = listeners.opened(argument)
    place = listeners.place(opened)
    assert place is not None
    assert [each.node.text for each in place] == ['"tcp"', '"a:1"']


def test_what_is_not_known_stands_for_itself(go: WriteCode) -> None:
    code = go("func f(l net.Listener) { here(l) }\n\nfunc here(any) {}", "net")
    call = code.site("here(l)", kind="call_expression")
    (opened,) = code.network.listeners.opened(call.at(code.program.shapes.arguments(call.node)[0]))
    assert code.network.listeners.place(opened) is None
