"""The Go grammar, loaded once per process on first use."""

from functools import cache

from tree_sitter import Language, Parser


@cache
def language() -> Language:
    """Return the tree-sitter language for Go."""
    import tree_sitter_go  # noqa: PLC0415 - the grammar is a shared library; a run that parses nothing never loads it

    return Language(tree_sitter_go.language())


@cache
def parser() -> Parser:
    """Return this process's parser."""
    return Parser(language())
