"""Owners: who else than the user can change a file or folder."""

import os
import stat

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def open_to_others(status: os.stat_result) -> str:
    """Return why others than the user may have written what a status is about, empty where they may not.

    Where a system knows no owners by number, as Windows, nothing can be said.
    """
    if not hasattr(os, "geteuid"):
        return ""
    if status.st_uid != os.geteuid():
        return f"it belongs to another user (uid {status.st_uid})"
    return "others than you may write it" if status.st_mode & _OTHERS_WRITE else ""
