"""The Go grammar, loaded once per process on first use."""

from functools import cache

from tree_sitter import Language, Parser, Range
from tree_sitter import Tree as RawTree

from golint_conn.source import Span

_NOWHERE = (0, 0)


@cache
def language() -> Language:
    """Return the tree-sitter language for Go."""
    import tree_sitter_go  # noqa: PLC0415 - the grammar is a shared library; a run that parses nothing never loads it

    return Language(tree_sitter_go.language())


@cache
def _parser() -> Parser:
    return Parser(language())


def tree_of(data: bytes, span: Span | None = None) -> RawTree:
    """Return the parser's own tree of some bytes, or of a span of them; offsets count from the first of all."""
    parser = _parser()
    # Nobody asks the parser for lines and columns, so that it need not be told those of the span.
    parser.included_ranges = [] if span is None else [Range(_NOWHERE, _NOWHERE, span.start, span.end)]
    return parser.parse(data)
