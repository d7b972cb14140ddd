"""Trees: nodes, their neighbors, queries, comments and errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golint_conn.source import SourceFile, Span
from golint_conn.syntax import Node, Query, Tree, parse

CODE = """package p // trailing

/* before */ func f(a int, /* inside */ b ...string) (err error) {
	x := a + 1 // after
	return g(x, b...)
}
"""


def tree(text: str | bytes) -> Tree:
    return parse(SourceFile("a.go", text if isinstance(text, bytes) else text.encode()))


def only(text: str, kind: str) -> Node:
    (node,) = [each for each in tree(text).root.walk() if each.kind == kind]
    return node


def test_a_node_knows_its_place_and_its_neighbours() -> None:
    call = only(CODE, "call_expression")
    function, arguments = call.field("function"), call.field("arguments")
    assert function is not None
    assert arguments is not None
    assert (call.text, function.text, arguments.text) == ("g(x, b...)", "g", "(x, b...)")
    assert call.children == [function, arguments]
    assert function.parent == call
    assert call.span == Span(CODE.index("g("), CODE.index("g(") + len("g(x, b...)"))
    assert call.field("nothing") is None
    assert [each.kind for each in call.ancestors()] == [
        "expression_list",
        "return_statement",
        "statement_list",
        "block",
        "function_declaration",
        "source_file",
    ]


def test_comments_are_no_children_and_are_found_by_themselves() -> None:
    parsed = tree(CODE)
    assert [each.text for each in parsed.comments()] == ["// trailing", "/* before */", "/* inside */", "// after"]
    assert "comment" not in {each.kind for each in parsed.root.walk()}
    (parameters,) = (each for each in parsed.root.walk() if each.kind == "parameter_list" and "a int" in each.text)
    assert [each.text for each in parameters.children] == ["a int", "b ...string"]


def test_operators_and_tokens() -> None:
    binary = only(CODE, "binary_expression")
    assert (binary.operator(), binary.tokens) == ("+", ["identifier", "+", "int_literal"])
    assert only(CODE, "call_expression").operator() == ""


def test_walking_meets_every_named_node_once_in_source_order() -> None:
    nodes = list(tree(CODE).root.walk())
    assert len(set(nodes)) == len(nodes)
    assert [each.start for each in nodes] == sorted(each.start for each in nodes)
    call = only(CODE, "call_expression")
    assert {each.text for each in call.walk() if each.kind == "identifier"} == {"g", "x", "b"}


def test_the_smallest_node_around_a_place() -> None:
    at = CODE.index("x :=")
    found = tree(CODE).root.descendant_at(at, at + 1)
    assert found is not None
    assert (found.kind, found.text) == ("identifier", "x")


def test_a_query_numbers_its_patterns_and_names_its_captures() -> None:
    query = Query.of("(call_expression function: (identifier) @f) @call\n(int_literal) @number")
    assert query.patterns == 2
    found = [
        (match.pattern, {name: match[name].text for name in match.captures}) for match in query.matches(tree(CODE).root)
    ]
    assert found == [(1, {"number": "1"}), (0, {"call": "g(x, b...)", "f": "g"})]
    assert Query.of("(nil) @x") is Query.of("(nil) @x")


def test_a_text_that_is_no_query_says_so() -> None:
    with pytest.raises(ValueError, match="not a query"):
        Query("(no_such_node) @x")


@pytest.mark.parametrize(
    ("text", "broken"),
    [(CODE, 0), ("package p\nfunc f() { x := }\n", 1), ("package p\nfunc f() {\n", 1), ("", 0), ("\x00", 1)],
)
def test_errors_are_parts_of_the_tree(text: str, broken: int) -> None:
    parsed = tree(text)
    assert parsed.has_error == bool(broken)
    assert len(parsed.errors()) >= broken
    assert bool(parsed.errors()) == bool(broken)


@given(st.binary(max_size=200))
def test_any_bytes_have_a_tree_whose_nodes_lie_inside_the_file(data: bytes) -> None:
    parsed = tree(data)
    for node in parsed.root.walk():
        assert 0 <= node.start <= node.end <= len(data)
        assert len(node.text.encode()) >= 0
    parsed.comments()
    assert parsed.has_error or not parsed.errors()


@given(
    st.lists(
        st.sampled_from(
            'func f ( ) { } := go defer x . [ ] * & 1 "s" ` /* */ // \n \r\n type struct \ufeff é'.split(" ")
        )
    )
)
def test_any_words_of_go_have_a_tree(words: list[str]) -> None:
    parsed = tree(" ".join(words))
    for node in parsed.root.walk():
        parent = node.parent
        assert parent is None or parent.span.contains(node.span)
