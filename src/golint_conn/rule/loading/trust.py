"""Trust: which folders of rule files may be used although the command line does not name them.

A list in the user's own state folder holds the absolute real path of each folder with the SHA-256 of every file in it.
A file that is changed, added or gone makes the folder untrusted again. Nothing here runs a rule file, and nothing asks.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from golint_conn.source.owner import open_to_others
from golint_conn.source.regular import read_with_status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from golint_conn.rule.loading.rule_sources import RuleFolder

_FORMAT = 1
_NAME = "trusted-rules.json"
_MOST_BYTES = 16_000_000

Digests = dict[str, str]
"""The SHA-256 of each file of a folder, by its path relative to the folder, with `/` between parts."""


class TrustError(Exception):
    """The list of trusted folders cannot be used; the message names it and says why."""


def list_path() -> Path:
    """Return where the list is; raises TrustError if the environment names no absolute folder for it."""
    from platformdirs import user_state_path  # noqa: PLC0415 (only folders that a configuration names need it)

    path = user_state_path("golint-conn", appauthor=False)
    if not path.is_absolute():
        message = f"{path}: the folder for the list of trusted folders must be absolute (XDG_STATE_HOME, HOME)"
        raise TrustError(message)
    return path / _NAME


def digests(folder: RuleFolder) -> Digests:
    """Return the SHA-256 of each file of a folder."""
    return {os.path.relpath(each.path, folder.path).replace(os.sep, "/"): each.sha256 for each in folder.files}


def trusted() -> dict[str, Digests]:
    """Return the trusted folders by absolute real path; raises TrustError for an unreliable list."""
    path = list_path()
    try:
        data, status = read_with_status(path, _MOST_BYTES)
        _refuse_foreign(path, status)
        document = json.loads(data)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        message = f"{path}: the list of trusted folders cannot be read: {error}"
        raise TrustError(message) from error
    return _judged(path, document)


def differences(folder: RuleFolder, then: Digests) -> list[str]:
    """Return what has changed since a folder was trusted; empty if nothing has."""
    now = digests(folder)
    changed = [f"{name} has changed" for name in then.keys() & now.keys() if then[name] != now[name]]
    added = [f"{name} is new" for name in now.keys() - then.keys()]
    gone = [f"{name} is gone" for name in then.keys() - now.keys()]
    return sorted([*changed, *added, *gone])


def trust(folder: RuleFolder) -> None:
    """Trust a folder as it was read; raises TrustError if that cannot be recorded."""
    _write({**trusted(), folder.path: digests(folder)})


def untrust(path: str) -> bool:
    """Trust a folder no longer; return whether it was trusted. Raises TrustError if that cannot be recorded."""
    known = trusted()
    if known.pop(os.path.realpath(path), None) is None:
        return False
    _write(known)
    return True


def _refuse_foreign(path: Path, status: os.stat_result) -> None:
    """Raise TrustError for a list that another user could have written."""
    reason = open_to_others(status)
    if reason:
        message = f"{path}: not used, because {reason}; chmod 600 it, or remove it"
        raise TrustError(message)


def _judged(path: Path, document: Any) -> dict[str, Digests]:  # noqa: ANN401 (whatever JSON holds)
    folders = document.get("folders") if isinstance(document, dict) and document.get("format") == _FORMAT else None
    if isinstance(folders, dict) and all(_is_digests(each) for each in folders.values()):
        return folders
    message = f"{path}: this is not a list of trusted folders of format {_FORMAT}; remove it and trust them again"
    raise TrustError(message)


def _is_digests(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())


def _write(folders: Mapping[str, Digests]) -> None:
    """Write the list, completely or not at all, readable by the user only."""
    path = list_path()
    text = json.dumps({"format": _FORMAT, "folders": dict(sorted(folders.items()))}, indent=1)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        message = f"{path}: the list of trusted folders cannot be written: {error.strerror}"
        raise TrustError(message) from error
