"""Callers: which functions may return something to their callers, judged by the bytes of their declarations.

A value that a function makes and returns is followed into its callers, and into theirs. The engine follows resolved
calls; `golint_conn.run.files.causes` goes the other way by names alone, from a function to the files of those it may
get values from. Both use this module, so that one never looks further than the other.
"""

from __future__ import annotations

import re

_NAME = re.compile(rb"func\s*(?:\((?:[^()]|\([^()]*\))*\)\s*)?[\w\x80-\xff]+")
_WORD = re.compile(rb"[\w\x80-\xff]+")
_CLOSING = {ord("("): ord(")"), ord("["): ord("]")}
_PLAIN = frozenset(
    b"bool string error byte rune int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr float32 float64"
    b" complex64 complex128".split()
)
"""The result types that hold nothing to close and nothing that lives on."""


def hands_on(declaration: bytes) -> bool:
    """Return whether a function may return more than plain values, by the text of its declaration.

    >>> hands_on(b"func Open(url string) (*http.Response, error) { }"), hands_on(b"func (c *Client) Close() error { }")
    (True, False)
    """
    match = _NAME.match(declaration)
    if match is None:
        return True
    at = match.end()
    while at < len(declaration) and declaration[at] in _CLOSING:
        closed = _balanced(declaration, at)
        if closed is None or b"/" in declaration[at:closed]:
            # A comment may contain brackets.
            return True
        if declaration[closed - 1] == ord(")"):
            return not _PLAIN.issuperset(_WORD.findall(declaration[closed:].partition(b"{")[0]))
        at = closed
    return True


def _balanced(text: bytes, at: int) -> int | None:
    """Return where a bracket that opens at an offset has been closed again, None if it never is."""
    opening, depth = text[at], 0
    closing = _CLOSING[opening]
    for offset in range(at, len(text)):
        depth += (text[offset] == opening) - (text[offset] == closing)
        if not depth:
            return offset + 1
    return None
