"""Texts: which text of a file was analyzed, by its digest.

Processes read a file at different times, and so do the analysis and the steps after it. A finding applies to one text.
"""

from collections.abc import Mapping

Digests = dict[str, bytes]
"""Digests of the texts that were analyzed, by the paths of their files in findings."""

SEVERAL = b""
"""Marks a file with more than one seen text: no text has this digest."""


def agree(digests: Digests, others: Mapping[str, bytes]) -> None:
    """Add the digests of another analysis.

    >>> digests = {"a.go": b"1", "b.go": b"1"}
    >>> agree(digests, {"b.go": b"2", "c.go": b"1"})
    >>> digests
    {'a.go': b'1', 'b.go': b'', 'c.go': b'1'}
    """
    for path, each in others.items():
        if digests.setdefault(path, each) != each:
            digests[path] = SEVERAL
