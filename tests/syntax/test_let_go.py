"""Trees that were freed: their nodes answer as before, and are parsed again if needed."""

from pathlib import Path

import pytest

from golint_conn.source import SourceFile, Span
from golint_conn.syntax import Effort, Node, Query, Tree, evict, parse
from tests.fixture_modules import FIXTURES
from tests.go_tool import goroot

LIBRARY = [goroot() / "src" / name for name in ("net/http/roundtrip.go", "slices/sort.go", "context/afterfunc_test.go")]
FILES = [*sorted(FIXTURES.glob("response-body-not-closed/*/*.go"))[:12], *LIBRARY]


def said(node: Node) -> tuple[object, ...]:
    """Return everything that a node says."""
    parent = node.parent
    return (
        (node.kind, node.span, node.text, node.has_error, node.operator(), node.tokens),
        parent,
        node.children,
        node.field("name"),
        node.fields("type"),
    )


def is_held(node: Node) -> bool:
    return node._raw is not None  # noqa: SLF001 - the point of this test


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_node_is_found_again(path: Path) -> None:
    tree = parse(SourceFile(path.name, path.read_bytes()))
    nodes = list(tree.root.walk())
    before = [said(node) for node in nodes]
    hashes = [hash(node) for node in nodes]
    evict([tree])
    assert not any(is_held(node) for node in nodes)
    # From the last to the first, so that none is found by way of its parent.
    for node, expected, number in zip(reversed(nodes), reversed(before), reversed(hashes), strict=True):
        assert said(node) == expected
        assert hash(node) == number
    assert [*tree.root.walk()] == nodes


def test_the_place_and_the_kind_need_no_parsing() -> None:
    effort = Effort()
    text = b"package p\n\nfunc f() { g(1) }\n"
    tree = parse(SourceFile("a.go", text), Span(11, len(text)), effort)
    (call,) = Query.of("(call_expression) @call").nodes(tree.root)
    evict([tree])
    assert (call.kind, call.text, call.start, call.end, call == call) == ("call_expression", "g(1)", 22, 26, True)  # noqa: PLR0124
    assert effort.bytes == len(text) - 11
    (again,) = Query.of("(call_expression) @call").nodes(tree.root)
    assert effort.bytes == 2 * (len(text) - 11)
    assert (call == again, is_held(call), is_held(again)) == (True, False, True)
    assert call.parent == again.parent


def test_a_value_that_new_is_given_is_parsed_again_as_it_was() -> None:
    tree = parse(SourceFile("a.go", b"package p\n\nvar x = new(f(1) + 2)\n"))
    before = [(node.kind, node.text) for node in tree.root.walk()]
    assert not tree.has_error
    evict([tree])
    assert [(node.kind, node.text) for node in tree.root.walk()] == before


def test_trees_with_errors_and_other_trees_stay() -> None:
    broken, other = (parse(SourceFile("a.go", text)) for text in (b"package p\n\nfunc {{\n", b"package p\n"))
    kept: list[tuple[Tree, Node]] = [(tree, tree.root) for tree in (broken, other)]
    evict([broken])
    assert all(is_held(node) for _, node in kept)
