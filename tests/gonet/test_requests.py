"""Requests: what a call sends. The question is about the call in the last statement of `f`."""

from collections.abc import Sequence

import pytest

from golint_conn.program.site import Site
from tests.program.conftest import WriteCode

SENT = {
    # statements of f, the last a call: what it is sent through, its methods, its URLs and its contexts
    "function": ('http.Get("u")', None, ["GET"], ['"u"'], []),
    "form": ('http.PostForm("u", nil)', None, ["POST"], ['"u"'], []),
    "method of a Client": ('c.Head("u")', "c", ["HEAD"], ['"u"'], []),
    "made request": ('r, _ := http.NewRequest("PUT", "u", nil)\nc.Do(r)', "c", ["PUT"], ['"u"'], []),
    "made with a context": (
        'r, _ := http.NewRequestWithContext(ctx, http.MethodGet, "u", nil)\nt.RoundTrip(r)',
        "t",
        ["GET"],
        ['"u"'],
        ["ctx"],
    ),
    "copied": ('r, _ := http.NewRequest("GET", "u", nil)\nc.Do(r.WithContext(ctx))', "c", ["GET"], ['"u"'], ["ctx"]),
    "copied and given back": (
        'r, _ := http.NewRequest("GET", "u", nil)\nr = r.Clone(ctx)\nc.Do(r)',
        "c",
        ["GET"],
        ['"u"'],
        ["ctx"],
    ),
    "made in two ways": (
        'r, _ := http.NewRequest("GET", "u", nil)\nif ctx == nil { r, _ = http.NewRequest("HEAD", "v", nil) }\nc.Do(r)',
        "c",
        ["GET", "HEAD"],
        ['"u"', '"v"'],
        [],
    ),
    "request from elsewhere": ("c.Do(q)", "c", [], [], []),
    "wrapper with a result of its own": ("own.Get(1)", None, None, [], []),
    "wrapper that answers": ("own.Do(q)", "own", [], [], []),
    "header": ('q.Header.Get("u")', None, None, [], []),
    "function of another package": ('other.Get("u")', None, None, [], []),
}
HEAD = (
    "type wrapper struct{}\n\nfunc (wrapper) Get(int) string { return `` }\n\n"
    "func (wrapper) Do(*http.Request) (*http.Response, error) { return nil, nil }\n\nvar own wrapper\n\n"
)


@pytest.mark.parametrize("name", SENT)
def test_what_a_call_sends(go: WriteCode, name: str) -> None:
    body, client, methods, urls, contexts = SENT[name]
    parameters = "c *http.Client, t http.RoundTripper, q *http.Request, ctx context.Context"
    code = go(f"{HEAD}func f({parameters}) {{\n{body}\n}}", "context net/http example.org/other")
    request = code.network.requests.sent(code.site(body.rpartition("\n")[2], kind="call_expression"))
    if methods is None:
        assert request is None
        return
    assert request is not None
    assert (request.client.node.text if request.client is not None else None) == client
    assert sorted(request.methods) == methods
    assert (texts(request.urls), texts(request.contexts)) == (urls, contexts)


def texts(sites: Sequence[Site]) -> list[str]:
    return [each.node.text for each in sites]


HEADERS = {
    "function": ('http.Head("u")', True),
    "method": ('http.Get("u")', False),
    "request": ("c.Do(q)", False),
    "made request": ('r, _ := http.NewRequest("HEAD", "u", nil)\nc.Do(r)', True),
    "method given to a function": ('send("HEAD", "u")', True),
    "request given to a function": ('r, _ := http.NewRequest("HEAD", "u", nil)\nsend(1, r)', True),
}


@pytest.mark.parametrize("name", HEADERS)
def test_whether_it_asks_for_headers_only(go: WriteCode, name: str) -> None:
    body, expected = HEADERS[name]
    code = go(f"func send(...any) {{}}\n\nfunc f(c *http.Client, q *http.Request) {{\n{body}\n}}", "net/http")
    call = code.site(body.rpartition("\n")[2], kind="call_expression")
    assert code.network.requests.asks_for_headers(call) is expected


def test_the_requests_through_a_client(go: WriteCode) -> None:
    text = 'func f() {\n\tc := &http.Client{}\n\tc.CloseIdleConnections()\n\tc.Get("u")\n\tg(c)\n}\n\nfunc g(c *http.Client) { c.Head("v") }'
    code = go(text, "net/http")
    trace = code.program.trace(code.site("http.Client{}"))
    assert [request.name for _, request in code.network.requests.through(trace)] == ["Get", "Head"]
