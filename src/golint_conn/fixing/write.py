"""Writing fixed files: each file completely or not at all, each fix in all of its files or in none.

A file is written only if the gate allows it and it still holds the text that was read.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.finding import Notice, NoticeKind
from golint_conn.fixing.gate import refusal
from golint_conn.source.regular import read_regular
from golint_conn.source.writer import replace_whole

if TYPE_CHECKING:
    from golint_conn.fixing.rounds import Fixed


def write_changes(changes: Fixed) -> list[Notice]:
    """Write the changed files; return a notice for each that was not written."""
    wanted = {path: data for path, data in sorted(changes.after.items()) if data != changes.before[path]}
    reasons = {path: reason for path in wanted if (reason := _refused(changes, path))}
    _spread(changes, reasons)
    for path, data in wanted.items():
        if path not in reasons and (reason := _written(changes.result.root, path, data)):
            reasons[path] = reason
    return [
        Notice(path, 0, f"not written: {reason}", NoticeKind.UNREADABLE) for path, reason in sorted(reasons.items())
    ]


def _refused(changes: Fixed, path: str) -> str:
    """Return why a file must not be written; empty if it may be."""
    reason = refusal(changes.result, path)
    if reason:
        return reason
    try:
        is_same = read_regular(_place(changes.result.root, path)) == changes.before[path]
    except OSError as error:
        return error.strerror or str(error)
    return "" if is_same else "it has changed since it was analyzed"


def _spread(changes: Fixed, reasons: dict[str, str]) -> None:
    """Refuse also the files that a fix changes together with a refused one."""
    grows = True
    while grows:
        before = len(reasons)
        for each in changes.made:
            held = sorted(each.paths & reasons.keys())
            for path in each.paths - reasons.keys() if held else ():
                reasons[path] = f"a fix would change it together with {held[0]}"
        grows = len(reasons) > before


def _written(root: str, path: str, data: bytes) -> str:
    """Write one file; return why it was not written, or nothing."""
    try:
        replace_whole(Path(_place(root, path)), data)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _place(root: str, path: str) -> str:
    return os.path.realpath(os.path.join(root, path))  # noqa: PTH118 - an absolute path stays what it is
