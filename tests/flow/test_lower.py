"""Lowering: the graph of a function with every kind of statement, and of functions that nest endlessly."""

from collections.abc import Callable
from pathlib import Path

import pytest

from golint_conn.flow.graph.lower import TooDeepError, lower
from golint_conn.source import SourceFile
from golint_conn.syntax import Node, parse
from tests.go_tool import ROOT

GOLDENS = ROOT / "tests" / "flow" / "goldens"


def functions(text: bytes) -> list[Node]:
    kinds = {"function_declaration", "method_declaration"}
    return [top for top in parse(SourceFile("a.go", text)).root.children if top.kind in kinds]


def test_the_graph_of_every_statement(golden: Callable[[Path, str], None]) -> None:
    (function,) = functions((GOLDENS / "every_statement.go").read_bytes())
    graph = lower(function)
    loops = " ".join(str(number) for number in sorted(graph.loops()))
    golden(GOLDENS / "every_statement.txt", f"{graph.dump()}\nloops: {loops}\n")


def test_nesting_without_end_is_refused() -> None:
    (function,) = functions(b"package p\nfunc f() {" + b"if x {" * 3000 + b"}" * 3000 + b"}\n")
    with pytest.raises(TooDeepError):
        lower(function)


@pytest.mark.parametrize(
    "body", ["for {}", "for { for { } }", "select {}", "L: goto L", "for { select { case <-c: continue } }"]
)
def test_what_never_ends_has_no_way_to_the_end(body: str) -> None:
    (function,) = functions(f"package p\nfunc f() {{ {body} }}\n".encode())
    graph = lower(function)
    reached, pending = {0}, [0]
    while pending:
        for after in graph.points[pending.pop()].successors:
            if after not in reached:
                reached.add(after)
                pending.append(after)
    assert graph.end not in reached
