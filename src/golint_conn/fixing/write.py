"""Writing what was fixed: each file whole or not at all, and only where it is still the file that was read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.finding import Notice, NoticeKind
from golint_conn.source.regular import read_regular
from golint_conn.source.writer import replace_whole

if TYPE_CHECKING:
    from golint_conn.fixing.rounds import Fixed


def write_changes(changes: Fixed) -> list[Notice]:
    """Write the files that were changed; return a notice for each that was not written."""
    notices = []
    for path, data in sorted(changes.after.items()):
        if data == changes.before[path]:
            continue
        reason = _written(changes.result.root, path, changes.before[path], data)
        if reason:
            notices.append(Notice(path, 0, f"not written: {reason}", NoticeKind.UNREADABLE))
    return notices


def _written(root: str, path: str, before: bytes, after: bytes) -> str:
    """Write one file; return why it was not written, or nothing."""
    place = os.path.join(root, path)  # noqa: PTH118 - an absolute path stays what it is, and `..` is looked at
    real = os.path.realpath(place)
    base = os.path.realpath(root)
    if not Path(path).is_absolute() and not Path(real).is_relative_to(base):
        return "it is a link that leads out of the tree"
    if Path(path).is_absolute() and real != os.path.join(os.path.realpath(os.path.dirname(path)), Path(path).name):  # noqa: PTH118, PTH120 - as above
        return "it is a link"
    try:
        if read_regular(real) != before:
            return "it has changed since it was read"
        replace_whole(Path(real), after)
    except OSError as error:
        return error.strerror or str(error)
    return ""
