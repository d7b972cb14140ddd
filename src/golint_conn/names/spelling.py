"""Spelling: where a name occurs in the bytes of a file, before anything is parsed."""

import re
from functools import cache

ANYWHERE, SELECTED, LABEL = "anywhere", "selected", "label"
"""How a name is searched: as a word, as one after a dot, as one before a colon."""

_SPELLINGS = {
    ANYWHERE: rb"(?<![\w\x80-\xff])(%s)(?![\w\x80-\xff])",
    SELECTED: rb"\.\s*(%s)(?![\w\x80-\xff])",
    LABEL: rb"(?<![\w\x80-\xff])(%s)\s*:(?!=)",
}


@cache
def spelling_of(how: str, name: str) -> re.Pattern[bytes]:
    """Return the pattern of a name for one way of searching it; the name is its first group."""
    return re.compile(_SPELLINGS[how] % re.escape(name.encode()))
