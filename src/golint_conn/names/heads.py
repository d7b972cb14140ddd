"""Heads of files: what a file imports, told from its bytes without parsing it."""

from __future__ import annotations

import re

_END = re.compile(rb"^(?:func|type|var|const)\b", re.MULTILINE)
_QUOTED = re.compile(rb'["`]([^"`\\\s]+)["`]')
_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_LONGEST_COMMENT = 65_536
_PACKAGE = re.compile(rb"^(?:\xef\xbb\xbf)?\s*package\s+([\w\x80-\xff]+)", re.MULTILINE)


def quoted(data: bytes) -> list[bytes]:
    """Return the quoted words before the first declaration of a file, among them all of its import paths."""
    if b"/*" in data[:_LONGEST_COMMENT]:
        # A comment of several lines may hold anything, also code.
        data = _COMMENT.sub(b"", data)
    end = _END.search(data)
    return _QUOTED.findall(data, 0, end.start() if end is not None else len(data))


def package_clause(data: bytes) -> str:
    """Return the name in a file's package clause without parsing it; empty where there is none."""
    at = 0
    while True:
        match = _PACKAGE.search(data, at)
        if match is None:
            return ""
        # A line in a leading block comment may look like a clause.
        opened = data.rfind(b"/*", 0, match.start())
        if opened < 0 or data.find(b"*/", opened, match.start()) >= 0:
            return match[1].decode("utf-8", "replace")
        at = match.end()
