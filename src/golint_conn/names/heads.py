"""Heads of files: what a file imports, told from its bytes without parsing it."""

from __future__ import annotations

import re

_END = re.compile(rb"^(?:func|type|var|const)\b", re.MULTILINE)
_QUOTED = re.compile(rb'["`]([^"`\\\s]+)["`]')
_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_LONGEST_COMMENT = 65_536


def quoted(data: bytes) -> list[bytes]:
    """Return the quoted words before the first declaration of a file, among them all of its import paths."""
    if b"/*" in data[:_LONGEST_COMMENT]:
        # A comment of several lines may hold anything, also code.
        data = _COMMENT.sub(b"", data)
    end = _END.search(data)
    return _QUOTED.findall(data, 0, end.start() if end is not None else len(data))
