"""'Did you mean': the nearest valid word."""

from collections.abc import Iterable

LISTED = 12
"""With more valid words than this, a message does not list them all."""


def suggest(word: str, valid: Iterable[str]) -> str:
    """Return the end of an error message: the nearest valid word, else the valid ones if they are few, else nothing.

    >>> suggest("ignroe", ["select", "ignore"])
    '; did you mean "ignore"?'
    >>> suggest("x", ["select", "ignore"])
    '; valid: "ignore", "select"'
    """
    from difflib import get_close_matches  # noqa: PLC0415 (only an error needs it)

    words = sorted(set(valid))
    spelled = {each.lower().replace("_", "-"): each for each in words}
    near = get_close_matches(word.lower().replace("_", "-"), spelled, n=1, cutoff=0.55)
    if near:
        return f'; did you mean "{spelled[near[0]]}"?'
    if len(words) <= LISTED:
        return "; valid: " + ", ".join(f'"{each}"' for each in words)
    return ""
