"""Code whose types are not available: the use of a value shows what it is, and what happens to it."""

from pathlib import Path

import pytest

from golint_conn.flow.engine import Engine
from golint_conn.flow.kinds import RESPONSE_BODY
from golint_conn.flow.obligation import OutcomeKind
from tests.go_code import Code

HEAD = """package p

import (
	"io"
	"net/http"

	"example.org/bar"
	"example.org/client"
)

var _ http.Handler

func progress(r io.Reader) *bar.Reader { return bar.New().NewReader(r) }

func parse(r io.Reader) (*bar.Value, error) { return bar.Parse(r) }

"""

FUNCTIONS = {
    "deferred literal": (
        "defer func() { _ = resp.Body.Close() }()\n\treturn nil, errors.New(resp.Status)",
        {"SCHEDULED"},
    ),
    "field in a literal": ("defer func() { log(resp.Body.Name) }()\n\treturn nil, errors.New(resp.Status)", {"LEAK"}),
    "wrapper of an unknown library": ("_ = resp.StatusCode\n\treturn progress(resp.Body), nil", {"ESCAPED"}),
    "parser of an unknown library": ("_ = resp.StatusCode\n\treturn parse(resp.Body)", {"LEAK"}),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_how_it_ends(name: str, tmp_path: Path) -> None:
    body, expected = FUNCTIONS[name]
    checked = "resp, err := client.Do(req)\n\tif err != nil { return nil, err }\n\t"
    code = Code(tmp_path, {"a.go": f"{HEAD}func load(req *http.Request) (any, error) {{\n\t{checked}{body}\n}}\n"})
    engine = Engine(code.program.references)
    acquisition = engine.acquisition(code.site("client.Do(req)", kind="call_expression"), RESPONSE_BODY)
    assert acquisition is not None
    result = engine.follow(acquisition)
    assert result is not None
    assert {each.kind.name for each in result.outcomes if each.kind is not OutcomeKind.VOID} == expected
