"""Contexts: whether a request can wait forever. The question is about the argument of `here`."""

import pytest

from golint_conn.program.site import Site
from tests.program.conftest import WriteCode

REQUESTS = {
    "plain": ("r, _ := http.NewRequest(`GET`, `u`, nil)\nhere(r)", "endless"),
    "background": ("r, _ := http.NewRequestWithContext(context.Background(), `GET`, `u`, nil)\nhere(r)", "endless"),
    "todo": ("ctx := context.TODO()\nr, _ := http.NewRequestWithContext(ctx, `GET`, `u`, nil)\nhere(r)", "endless"),
    "parameter": ("r, _ := http.NewRequestWithContext(p, `GET`, `u`, nil)\nhere(r)", "unknown"),
    "timeout": (
        (
            "ctx, c := context.WithTimeout(p, 1)\ndefer c()\n"
            "r, _ := http.NewRequestWithContext(ctx, `GET`, `u`, nil)\nhere(r)"
        ),
        "bounded",
    ),
    "added later": (
        (
            "r, _ := http.NewRequest(`GET`, `u`, nil)\n"
            "ctx, c := context.WithTimeout(p, 1)\ndefer c()\nr = r.WithContext(ctx)\nhere(r)"
        ),
        "bounded",
    ),
    "cancel": (
        (
            "ctx, c := context.WithCancel(context.Background())\ndefer c()\n"
            "r, _ := http.NewRequestWithContext(ctx, `GET`, `u`, nil)\nhere(r)"
        ),
        "endless",
    ),
    "value": (
        (
            "ctx := context.WithValue(context.Background(), 1, 2)\n"
            "r, _ := http.NewRequestWithContext(ctx, `GET`, `u`, nil)\nhere(r)"
        ),
        "endless",
    ),
    "literal": ("here(&http.Request{})", "endless"),
    "given": ("here(q)", "unknown"),
    "unknown maker": ("here(make())", "unknown"),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_whether_a_request_can_wait_for_ever(name: str, go: WriteCode) -> None:
    body, expected = REQUESTS[name]
    code = go(f"func f(p context.Context, q *http.Request) {{\n{body}\n}}", "context net/http")
    site = Site(code.shapes.arguments(code.node_starting("here("))[0], code.file())
    assert code.network.contexts.of_request(site).value == expected
