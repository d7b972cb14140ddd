"""Derivations: where a context comes from, and whether one that is not canceled leaks anything."""

import pytest

from tests.program.conftest import WriteCode

IMPORTS = "context net/http"

HANGING = {
    "parameter": ("func f(ctx context.Context) { here(context.WithCancel(ctx)) }", True),
    "background": ("func f() { here(context.WithCancel(context.Background())) }", False),
    "timer": ("func f() { here(context.WithTimeout(context.Background(), 1)) }", True),
    "value below nothing": ("func f() { here(context.WithCancel(context.WithValue(context.TODO(), 1, 2))) }", False),
    "value of itself": (
        "func f() { ctx := context.TODO(); ctx = context.WithValue(ctx, 1, 2); here(context.WithCancel(ctx)) }",
        False,
    ),
    "detached": ("func f(ctx context.Context) { here(context.WithCancel(context.WithoutCancel(ctx))) }", False),
    "handler": ("func f(w http.ResponseWriter, r *http.Request) { here(context.WithCancel(r.Context())) }", False),
    "client's request": ("func f(r *http.Request) { here(context.WithCancel(r.Context())) }", True),
    "stream": ("func f(s interface{ Context() context.Context }) { here(context.WithTimeout(s.Context(), 1)) }", False),
}


CHAIN = """func f(ctx context.Context, r *http.Request) {
	first, _ := context.WithCancel(ctx)
	second := context.WithValue(first, 1, 2)
	r = r.WithContext(second)
	send(r)
	ctx, _ = context.WithTimeout(ctx, 1)
}

func send(*http.Request) {}
"""


@pytest.mark.parametrize("name", HANGING)
def test_whether_a_context_hangs_on_anything(go: WriteCode, name: str) -> None:
    text, expected = HANGING[name]
    code = go(f"func here(...any) {{}}\n\n{text}", IMPORTS)
    call = code.site(text[text.index("here(") : text.rindex(" }")], kind="call_expression")
    assert code.network.derivations.hangs(call.at(code.program.shapes.arguments(call.node)[0])) is expected


def test_the_chain_that_a_request_carries(go: WriteCode) -> None:
    code = go(CHAIN, IMPORTS)
    derivations = code.network.derivations
    [carrier] = derivations.carriers(code.site("send(r)", kind="call_expression"))
    derived = derivations.of(carrier)
    assert {str(each.node.text).partition("(")[0] for each in derived.calls} == {
        "context.WithCancel",
        "context.WithValue",
        "r.WithContext",
    }
    assert {each.name for each in derived.parameters} == {"ctx", "r"}
