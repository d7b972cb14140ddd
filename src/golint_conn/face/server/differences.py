"""Differences: the line changes that turn one text into another, as few and as small as possible."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING

from golint_conn.face.server.jobs import FileChange, TextChange
from golint_conn.face.server.positions import Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")


def file_change(path: str, before: bytes, after: bytes, encoding: str) -> FileChange:
    """Return the change of a file; raise UnicodeDecodeError if the new text is not valid Unicode."""
    places = Places(path, before, encoding)
    changes = [
        TextChange(places.point(start), places.point(end), text.decode("utf-8"))
        for start, end, text in differences(before, after)
    ]
    return FileChange(path, tuple(changes))


def differences(before: bytes, after: bytes) -> Iterator[tuple[int, int, bytes]]:
    r"""Yield each range of whole lines, by its byte offsets, with its replacement.

    >>> list(differences(b"a\nb\nc\n", b"a\nc\nd\n"))
    [(2, 4, b''), (6, 6, b'd\n')]
    """
    # An editor keeps the byte order mark out of the text.
    mark = len(BYTE_ORDER_MARK) if before.startswith(BYTE_ORDER_MARK) and after.startswith(BYTE_ORDER_MARK) else 0
    old, new = _LINE.findall(before[mark:]), _LINE.findall(after[mark:])
    head, tail = common(old, new)
    starts = list(accumulate(map(len, old), initial=mark))
    old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    matcher = SequenceMatcher(None, old_middle, new_middle, autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag != "equal":
            yield starts[head + first], starts[head + last], b"".join(new_middle[new_first:new_last])


def common(old: Sequence[bytes], new: Sequence[bytes]) -> tuple[int, int]:
    """Return how many lines two texts share at their beginnings, and how many of the others at their ends.

    >>> common([b"a", b"b", b"a"], [b"a", b"a"])
    (1, 1)
    """
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    return head, tail
