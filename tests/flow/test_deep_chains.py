"""A value that is passed on through very many functions is judged as if there were few, however it is passed on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest, Level
from tests.go_code import MODULE

FEW, MANY, RING = 2, 300, 50
HEAD = 'package p\n\nimport "net/http"\n'
GET = 'http.Get("http://example.com/")'
OPENED = f"\tresp, err := {GET}\n\tif err != nil {{\n\t\treturn\n\t}}\n"
CLOSED, LEFT = "\tresp.Body.Close()\n", "\t_ = resp.StatusCode\n"
CALLED = '\tresp, err := c.Get("http://example.com/")\n\tif err == nil {\n\t\tresp.Body.Close()\n\t}\n'


def function(head: str, body: str) -> str:
    return f"\nfunc {head} {{\n{body}}}\n"


def by_argument(length: int, end: str) -> str:
    chain = [function(f"f{each}(resp *http.Response)", f"\tf{each + 1}(resp)\n") for each in range(length)]
    return (
        function("Run()", f"{OPENED}\tf0(resp)\n") + "".join(chain) + function(f"f{length}(resp *http.Response)", end)
    )


def by_receiver(length: int, end: str) -> str:
    chain = [function(f"(h *holder) f{each}()", f"\th.f{each + 1}()\n") for each in range(length)]
    last = function(f"(h *holder) f{length}()", f"\tresp := h.resp\n{end}")
    holder = "\ntype holder struct{ resp *http.Response }\n"
    return holder + function("Run()", f"{OPENED}\th := &holder{{resp}}\n\th.f0()\n") + "".join(chain) + last


def by_result(length: int, end: str) -> str:
    answer = "(*http.Response, error)"
    chain = [function(f"f{each}() {answer}", f"\treturn f{each + 1}()\n") for each in range(length)]
    last = function(f"f{length}() {answer}", f"\treturn {GET}\n")
    return function("Run()", OPENED.replace(GET, "f0()") + end) + "".join(chain) + last


def through_interfaces(length: int, end: str) -> str:
    parts = [function("Run(first i0)", f"{OPENED}\tfirst.f0(resp)\n")]
    for each in range(length + 1):
        parts.append(f"\ntype i{each} interface{{ f{each}(resp *http.Response) }}\n")
        parts.append(f"\ntype t{each} struct{{ next i{min(each + 1, length)} }}\n")
        body = f"\tt.next.f{each + 1}(resp)\n" if each < length else end
        parts.append(function(f"(t t{each}) f{each}(resp *http.Response)", body))
    return "".join(parts)


def in_a_ring(length: int, end: str) -> str:
    chain = []
    for each in range(length):
        on = f"\tf{(each + 1) % length}(resp, n-1)\n"
        stop = f"\tif n == 0 {{\n{end}\t\treturn\n\t}}\n"
        chain.append(function(f"f{each}(resp *http.Response, n int)", stop + on))
    return function("Run(n int)", f"{OPENED}\tf0(resp, n)\n") + "".join(chain)


def ring_of_results(length: int, end: str) -> str:
    chain = []
    for each in range(length):
        stop = "\tif n == 0 {\n\t\treturn last()\n\t}\n"
        on = f"\treturn f{(each + 1) % length}(n - 1)\n"
        chain.append(function(f"f{each}(n int) (*http.Response, error)", stop + on))
    last = function("last() (*http.Response, error)", f"\treturn {GET}\n")
    return function("Run(n int)", OPENED.replace(GET, "f0(n)") + end) + "".join(chain) + last


def client_down(length: int, end: str) -> str:
    chain = [function(f"f{each}(c *http.Client)", f"\tf{each + 1}(c)\n") for each in range(length)]
    return function("Run()", f"\tc := &http.Client{{{end}}}\n\tf0(c)\n") + "".join(chain) + _last(length)


def client_around(length: int, end: str) -> str:
    chain = []
    for each in range(length):
        on = f"\tf{(each + 1) % length}(c, n-1)\n"
        chain.append(
            function(f"f{each}(c *http.Client, n int)", f"\tif n == 0 {{\n\t\tlast(c)\n\t\treturn\n\t}}\n{on}")
        )
    last = function("last(c *http.Client)", CALLED)
    return function("Run(n int)", f"\tc := &http.Client{{{end}}}\n\tf0(c, n)\n") + "".join(chain) + last


def client_up(length: int, end: str) -> str:
    chain = [function(f"f{each}() *http.Client", f"\treturn f{each + 1}()\n") for each in range(length)]
    last = function(f"f{length}() *http.Client", f"\treturn &http.Client{{{end}}}\n")
    return function("Run()", f"\tc := f0()\n{CALLED}") + "".join(chain) + last


def client_through(length: int, end: str) -> str:
    chain = [function(f"f{each}(c *http.Client) *http.Client", f"\treturn f{each + 1}(c)\n") for each in range(length)]
    last = function(f"f{length}(c *http.Client) *http.Client", "\treturn c\n")
    return function("Run()", f"\tc := f0(&http.Client{{{end}}})\n{CALLED}") + "".join(chain) + last


def _last(number: int) -> str:
    return function(f"f{number}(c *http.Client)", CALLED)


Chain = Callable[[int, str], str]
LEAK, WAITS = "response-body-not-closed", "missing-client-timeout"
TIMEOUT = "Timeout: 1"
CHAINS: list[tuple[Chain, int, str, str, str]] = [
    # how it is passed on, through how many, what ends badly and what ends well, and the rule that distinguishes them
    (by_argument, MANY, LEFT, CLOSED, LEAK),
    (by_receiver, MANY, LEFT, CLOSED, LEAK),
    (by_result, MANY, LEFT, CLOSED, LEAK),
    (through_interfaces, MANY, LEFT, CLOSED, LEAK),
    (in_a_ring, RING, LEFT, CLOSED, LEAK),
    (ring_of_results, RING, LEFT, CLOSED, LEAK),
    (client_down, MANY, "", TIMEOUT, WAITS),
    (client_around, RING, "", TIMEOUT, WAITS),
    (client_up, MANY, "", TIMEOUT, WAITS),
    (client_through, MANY, "", TIMEOUT, WAITS),
]


def found(folder: Path, code: str) -> list[tuple[str, str, str]]:
    """Return the findings of all rules: the rule, how bad it is, and the function."""
    folder.mkdir()
    (folder / "go.mod").write_text(MODULE)
    (folder / "a.go").write_text(HEAD + code)
    result = check(
        CheckRequest(cwd=str(folder), level=Level.PEDANTIC, use_config=False, cache=False, workers=1, paths=(".",))
    )
    assert result.notices == ()
    return sorted((each.rule, each.severity.label, each.symbol) for each in result.findings)


def of_last(findings: list[tuple[str, str, str]], length: int) -> list[tuple[str, str, str]]:
    """Return findings with the last function of a chain named so that it does not show how long the chain is."""
    return [(rule, severity, "last" if symbol == f"f{length}" else symbol) for rule, severity, symbol in findings]


@pytest.mark.parametrize(
    ("chain", "length", "bad", "good", "rule"), CHAINS, ids=lambda each: getattr(each, "__name__", "")
)
def test_many_are_like_few(chain: Chain, length: int, bad: str, good: str, rule: str, tmp_path: Path) -> None:  # noqa: PLR0913, PLR0917 - one row
    leaking = of_last(found(tmp_path / "bad", chain(length, bad)), length)
    assert leaking == of_last(found(tmp_path / "few", chain(FEW, bad)), FEW)
    assert rule in {each[0] for each in leaking}
    assert rule not in {each[0] for each in found(tmp_path / "good", chain(length, good))}
