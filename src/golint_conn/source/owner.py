"""Owners: which other users can change a file or folder."""

import os
import stat

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def open_to_others(status: os.stat_result) -> str:
    """Return why another user may have written the file of a status; empty if none may.

    Systems without numeric owners, such as Windows, give no answer.
    """
    if not hasattr(os, "geteuid"):
        return ""
    if status.st_uid != os.geteuid():
        return f"it belongs to another user (uid {status.st_uid})"
    return "other users may write to it" if status.st_mode & _OTHERS_WRITE else ""
