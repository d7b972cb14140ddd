"""The Go grammar, loaded once per process on first use."""

from functools import cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec

from tree_sitter import Language, Parser, Range
from tree_sitter import Tree as RawTree

from golint_conn.source import Span

_NOWHERE = (0, 0)


@cache
def language() -> Language:
    """Return the tree-sitter language for Go."""
    return Language(_compiled())


def _compiled() -> object:
    """Return the grammar from the shared library of its package; a run that parses nothing never loads it.

    Importing the package itself also loads a good part of Python's library, for queries that are never used. That takes
    ten times as long as the grammar, so this bypasses the package if the shared library can be found.
    """
    package = find_spec("tree_sitter_go")
    spec = PathFinder.find_spec("tree_sitter_go._binding", package.submodule_search_locations) if package else None
    if spec is None or spec.loader is None:
        import tree_sitter_go  # noqa: PLC0415 (see above)

        return tree_sitter_go.language()
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    grammar: object = module.language()
    return grammar


@cache
def _parser() -> Parser:
    return Parser(language())


def tree_of(data: bytes, span: Span | None = None) -> RawTree:
    """Return the parser's own tree of some bytes, or of a span of them; offsets count from the start of the bytes."""
    parser = _parser()
    # Lines and columns of the parser are never used, so it need not know those of the span.
    parser.included_ranges = [] if span is None else [Range(_NOWHERE, _NOWHERE, span.start, span.end)]
    return parser.parse(data)
