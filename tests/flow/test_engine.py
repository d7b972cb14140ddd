"""The engine: what happens to a response, in small functions."""

from pathlib import Path

import pytest

from golint_conn.flow.engine import Engine
from golint_conn.flow.kinds import RESPONSE_BODY
from golint_conn.flow.obligation import OutcomeKind
from tests.go_code import Code

HEAD = """package p

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
)

var _, _, _, _ = errors.New, fmt.Sprint, io.Copy, log.Print

type keeper struct{ resp *http.Response }

var global *http.Response

func borrows(resp *http.Response) int { return resp.StatusCode }

func closes(resp *http.Response) { resp.Body.Close() }

func closesBody(c io.Closer) { _ = c.Close() }

func keeps(resp *http.Response) { global = resp }

func fails(text string) { log.Fatalf("failed: %s", text) }

func checks(resp *http.Response) error {
	if resp.StatusCode != 200 {
		resp.Body.Close()
		return errors.New("status")
	}
	return nil
}

func opens(u string) (*http.Response, error) { return http.Get(u) }

func opensClosed(u string) (*http.Response, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return resp, nil
}

"""

FUNCTION = "func f(u string, k *keeper) (result any, err error) {{\n\tresp, err := http.Get(u)\n\t{body}\n}}\n"
CHECKED = "if err != nil { return nil, err }\n\t"

BODIES = {
    # what follows the call: how it ends for the response, the failed request left out
    "never closed": (CHECKED + "return 1, nil", {"LEAK"}),
    "deferred": (CHECKED + "defer resp.Body.Close()\n\treturn 1, nil", {"SCHEDULED"}),
    "closed": (CHECKED + "resp.Body.Close()\n\treturn 1, nil", {"DISCHARGED"}),
    "early return": (
        CHECKED + "if resp.StatusCode != 200 { return 2, nil }\n\tdefer resp.Body.Close()\n\treturn 1, nil",
        {"LEAK", "SCHEDULED"},
    ),
    "one condition for two": (
        "if err != nil || resp.StatusCode != 200 { return nil, err }\n\tresp.Body.Close()\n\treturn 1, nil",
        {"LEAK", "DISCHARGED"},
    ),
    "before the check": ("defer resp.Body.Close()\n\t" + CHECKED + "return 1, nil", {"PREMATURE"}),
    "guarded before the check": (
        "defer func() { if resp != nil { resp.Body.Close() } }()\n\t" + CHECKED + "return 1, nil",
        {"SCHEDULED"},
    ),
    "returned": (CHECKED + "return resp, nil", {"TRANSFERRED"}),
    "body returned": (CHECKED + "return resp.Body, nil", {"TRANSFERRED"}),
    "in a literal": (CHECKED + "return keeper{resp}, nil", {"TRANSFERRED"}),
    "in a closure": (CHECKED + "return func() { resp.Body.Close() }, nil", {"TRANSFERRED"}),
    "status returned": (CHECKED + "return resp.StatusCode, nil", {"LEAK"}),
    "read": (CHECKED + "data, err := io.ReadAll(resp.Body)\n\treturn data, err", {"READ_ONLY"}),
    "alias closed": (CHECKED + "body := resp.Body\n\tbody.Close()\n\treturn 1, nil", {"DISCHARGED"}),
    "stored": (CHECKED + "k.resp = resp\n\treturn 1, nil", {"ESCAPED"}),
    "global": (CHECKED + "global = resp\n\treturn 1, nil", {"ESCAPED"}),
    "lent": (CHECKED + "_ = borrows(resp)\n\treturn 1, nil", {"LEAK"}),
    "closed by a function": (CHECKED + "closes(resp)\n\treturn 1, nil", {"DISCHARGED"}),
    "closed as a Closer": (CHECKED + "defer closesBody(resp.Body)\n\treturn 1, nil", {"SCHEDULED"}),
    "kept by a function": (CHECKED + "keeps(resp)\n\treturn 1, nil", {"ESCAPED"}),
    "closed on error, lent else": (
        CHECKED + "if err := checks(resp); err != nil { return nil, err }\n\tresp.Body.Close()\n\treturn 1, nil",
        {"DISCHARGED"},
    ),
    "closed on error only": (
        CHECKED + "if err := checks(resp); err != nil { return nil, err }\n\treturn 1, nil",
        {"LEAK", "DISCHARGED"},
    ),
    "exit": ("if err != nil { log.Fatal(err) }\n\tresp.Body.Close()\n\treturn 1, nil", {"DISCHARGED"}),
    "own exit": (CHECKED + 'if u == "" { fails(u) }\n\tresp.Body.Close()\n\treturn 1, nil', {"ENDS", "DISCHARGED"}),
    "panic": (CHECKED + "panic(resp.Status)", {"ENDS"}),
    "overwritten": (
        CHECKED + "resp, err = http.Get(u)\n\tif err == nil { resp.Body.Close() }\n\treturn 1, nil",
        {"OVERWRITTEN"},
    ),
    "goroutine": (CHECKED + "go func() { resp.Body.Close() }()\n\treturn 1, nil", {"DISCHARGED"}),
    "nil means failed": ("if resp == nil { return nil, err }\n\tresp.Body.Close()\n\treturn 1, nil", {"DISCHARGED"}),
    "only if not nil": ("if resp != nil { resp.Body.Close() }\n\treturn 1, err", {"DISCHARGED"}),
    "switch": (
        CHECKED + "switch resp.StatusCode {\n\tcase 200:\n\t\tresp.Body.Close()\n\tcase 404:\n\t}\n\treturn 1, nil",
        {"DISCHARGED", "LEAK"},
    ),
    "errors.Is": (
        "if errors.Is(err, io.EOF) { return nil, err }\n\t" + CHECKED + "resp.Body.Close()\n\treturn 1, nil",
        {"DISCHARGED"},
    ),
    "printed": (CHECKED + "fmt.Println(resp)\n\treturn 1, nil", {"LEAK"}),
}


def outcomes(text: str, call: str, tmp_path: Path) -> set[str]:
    code = Code(tmp_path, {"a.go": HEAD + text})
    engine = Engine(code.program.references)
    site = code.site(call, nth=(HEAD + text).count(call) - 1, kind="call_expression")
    acquisition = engine.acquisition(site, RESPONSE_BODY)
    if acquisition is None:
        return {"nothing"}
    result = engine.follow(acquisition)
    assert result is not None
    assert not result.is_capped
    return {outcome.kind.name for outcome in result.outcomes if outcome.kind is not OutcomeKind.VOID}


@pytest.mark.parametrize("name", BODIES)
def test_how_it_ends(name: str, tmp_path: Path) -> None:
    body, expected = BODIES[name]
    text = FUNCTION.format(body=body)
    call = "http.Get(u)"
    found = outcomes(text, call, tmp_path) if body.count(call) == 0 else outcomes_of_first(text, call, tmp_path)
    assert found == expected


def outcomes_of_first(text: str, call: str, tmp_path: Path) -> set[str]:
    """Return how the first of several such calls of the function ends."""
    renamed = text.replace(call, "http.Get(u + `x`)", 1)
    return outcomes(renamed, "http.Get(u + `x`)", tmp_path)


@pytest.mark.parametrize(
    ("text", "call", "expected"),
    [
        ("func f(u string) { resp, _ := opens(u); _ = resp }\n", "opens(u)", {"LEAK"}),
        ("func f(u string) { resp, _ := opensClosed(u); _ = resp }\n", "opensClosed(u)", {"nothing"}),
        ("func f(u string) { _, _ = http.Get(u) }\n", "http.Get(u)", {"DISCARDED"}),
        ("func f(u string) { http.Get(u) }\n", "http.Get(u)", {"DISCARDED"}),
        ("func f(u string) { go http.Get(u) }\n", "http.Get(u)", {"DISCARDED"}),
        ("func f(u string) (*http.Response, error) { return http.Get(u) }\n", "http.Get(u)", {"TRANSFERRED"}),
    ],
)
def test_calls_of_other_kinds(text: str, call: str, expected: set[str], tmp_path: Path) -> None:
    assert outcomes(text, call, tmp_path) == expected


def test_the_path_names_the_conditions_that_were_passed(tmp_path: Path) -> None:
    body = CHECKED + "if resp.StatusCode != 200 { return 2, nil }\n\tdefer resp.Body.Close()\n\treturn 1, nil"
    code = Code(tmp_path, {"a.go": HEAD + FUNCTION.format(body=body)})
    engine = Engine(code.program.references)
    count = HEAD.count("http.Get(u)")
    acquisition = engine.acquisition(code.site("http.Get(u)", nth=count, kind="call_expression"), RESPONSE_BODY)
    assert acquisition is not None
    result = engine.follow(acquisition)
    assert result is not None
    (leak,) = result.lost
    choices = [(code.file().source.text(each.where), each.truth) for each in leak.path]
    assert choices == [("err != nil", False), ("resp.StatusCode != 200", True)]
