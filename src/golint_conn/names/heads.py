"""Heads of files: the package clause and the imports of a file, read from its bytes without parsing it."""

from __future__ import annotations

import re

from golint_conn.names.budgets import HEAD_BYTES

_END = re.compile(rb"^(?:func|type|var|const)\b", re.MULTILINE)
_QUOTED = re.compile(rb'["`]([^"`\\\s]+)["`]')
_OPENING, _CLOSING = b"/*", b"*/"
_CLAUSE_OR_COMMENT = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t\r\f\v]*package\s+([\w\x80-\xff]+)|//[^\n]*|/\*", re.MULTILINE)


def quoted(data: bytes) -> list[bytes]:
    """Return the quoted words before the first declaration of a file, among them all of its import paths."""
    if data.find(_OPENING, 0, HEAD_BYTES.most) >= 0:
        # A block comment may contain anything, even code.
        data = _without_comments(data)
    end = _END.search(data)
    return _QUOTED.findall(data, 0, end.start() if end is not None else len(data))


def package_clause(data: bytes) -> str:
    """Return the name in a file's package clause without parsing it; empty if there is none."""
    clause = _clause(data)
    return clause[1].decode("utf-8", "replace") if clause is not None else ""


def clause_start(data: bytes) -> int:
    """Return where the line of a file's package clause begins, 0 where there is none."""
    clause = _clause(data)
    return clause.start() if clause is not None else 0


def _clause(data: bytes) -> re.Match[bytes] | None:
    at = 0
    while (found := _CLAUSE_OR_COMMENT.search(data, at)) is not None:
        if found[1] is not None:
            return found
        # A line in a comment may look like a clause.
        closed = data.find(_CLOSING, found.end()) if found[0] == _OPENING else found.end()
        if closed < 0:
            return None
        at = closed
    return None


def _without_comments(data: bytes) -> bytes:
    """Return a text without its block comments; an unclosed one stays."""
    kept = []
    at = behind = 0
    while (start := data.find(_OPENING, behind)) >= 0:
        line = data.rfind(b"\n", at, start) + 1
        is_in_line_comment = data.find(b"//", max(at, line), start) >= 0
        end = data.find(b"\n" if is_in_line_comment else _CLOSING, start + len(_OPENING))
        if end < 0:
            break
        behind = end
        if not is_in_line_comment:
            kept.append(data[at:start])
            at = behind = end + len(_CLOSING)
    kept.append(data[at:])
    return b"".join(kept)
