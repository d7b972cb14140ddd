"""Queries: patterns over trees, in tree-sitter's own language, compiled once per process."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tree_sitter import Query as RawQuery
from tree_sitter import QueryCursor, QueryError

from golint_conn.syntax.grammar import language
from golint_conn.syntax.node import Node


@dataclass(frozen=True, slots=True)
class Match:
    """One match: the index of its pattern in the query, and the nodes of each capture."""

    pattern: int
    captures: dict[str, list[Node]]

    def __getitem__(self, name: str) -> Node:
        return self.captures[name][0]


class Query:
    """A compiled query; raises ValueError, with the parser's reason, if the text is not a valid query."""

    def __init__(self, text: str) -> None:
        try:
            self._raw = RawQuery(language(), text)
        except QueryError as error:
            message = f"not a query: {error}"
            raise ValueError(message) from error

    @staticmethod
    @cache
    def of(text: str) -> "Query":
        """Return the compiled query for a text, the same object each time."""
        return Query(text)

    @property
    def patterns(self) -> int:
        """The number of patterns in the query."""
        return self._raw.pattern_count

    def matches(self, node: Node) -> Iterator[Match]:
        """Yield the matches at or below a node, in order of their starts."""
        wrap = node.wrap
        for pattern, captures in QueryCursor(self._raw).matches(node.raw()):
            yield Match(pattern, {name: [wrap(raw) for raw in raws] for name, raws in captures.items()})

    def nodes(self, node: Node) -> list[Node]:
        """Return the captured nodes at or below a node in order of their starts, outer ones first."""
        captured = QueryCursor(self._raw).captures(node.raw())
        raws = [raw for each in captured.values() for raw in each]
        raws.sort(key=lambda raw: (raw.start_byte, -raw.end_byte))
        return [node.wrap(raw) for raw in raws]
