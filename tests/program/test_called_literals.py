"""Called literals: a value is followed into `func(x T) {...}(x)`, which is called in place."""

import pytest

from tests.program.conftest import WriteCode

CALLS = {
    "goroutine": "go func(c net.Conn) { c.Close() }(made())",
    "deferred": "defer func(c net.Conn) { c.Close() }(made())",
    "in parentheses": "(func(c net.Conn) { c.Close() })(made())",
    "second of two": "func(n int, c net.Conn) { c.Close() }(1, made())",
    "handed back": "c := func(c net.Conn) net.Conn { return c }(made()); c.Close()",
}


@pytest.mark.parametrize("name", CALLS)
def test_what_a_called_literal_does_is_seen(go: WriteCode, name: str) -> None:
    code = go(f"func made() net.Conn\n\nfunc f() {{ {CALLS[name]} }}", "net")
    trace = code.program.trace(code.site("made()", kind="call_expression"))
    assert [use.name for use in trace.calls()] == ["Close"]
    assert not trace.is_kept
