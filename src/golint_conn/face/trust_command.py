"""Trust on the command line: `rules trust`, `rules untrust` and `rules trusted`. None of them runs a rule file."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from golint_conn.report.terminal import visible
from golint_conn.report.totals import counted
from golint_conn.rule.loading.rule_folder import FolderError, read_folder
from golint_conn.rule.loading.trust import TrustError, differences, list_path, trust, trusted, untrust
from golint_conn.run.request import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from golint_conn.rule.loading.rule_sources import RuleFolder
    from golint_conn.rule.loading.trust import Digests

CLEAN, DOUBT = 0, 1


def _trust(options: argparse.Namespace) -> int:
    """Trust a folder in its current state and print what that includes; raise UsageError if it has no rules."""
    try:
        folder = read_folder(options.dir)
        if not folder.rule_files:
            message = (
                f"{options.dir}: no rule file in this folder; a rule file is named after its rule, such as own_rule.py"
            )
            raise UsageError(message)
        trust(folder)
        _print([f"trusted: {folder.path}", *_contents(folder), f"recorded in {list_path()}"])
    except (FolderError, TrustError) as error:
        message = f"{options.dir}: {error}"
        raise UsageError(message) from error
    return CLEAN


def _untrust(options: argparse.Namespace) -> int:
    """Undo trust in a folder; raise UsageError if there was none."""
    try:
        known = untrust(options.dir)
    except TrustError as error:
        raise UsageError(str(error)) from error
    if not known:
        message = f"{options.dir}: this folder was not trusted"
        raise UsageError(message)
    _print([f"no longer trusted: {os.path.realpath(options.dir)}"])
    return CLEAN


def _list(_: argparse.Namespace) -> int:
    """Print the trusted folders and what has changed in them; return 1 if something has."""
    try:
        known = trusted()
    except TrustError as error:
        raise UsageError(str(error)) from error
    states = {path: _state(path, then) for path, then in sorted(known.items())}
    lines = [f"{path}: {counted(len(known[path]), 'file')}, {state or 'unchanged'}" for path, state in states.items()]
    _print([*lines, f"{counted(len(known), 'trusted folder')}, recorded in {list_path()}"])
    return DOUBT if any(states.values()) else CLEAN


def _contents(folder: RuleFolder) -> list[str]:
    """Return a line for each file of a folder: its size, its name, and its rule."""
    width = max(len(f"{len(each.data):,}") for each in folder.files)
    rules = set(folder.rule_files)
    return [
        f"  {len(each.data):>{width},} bytes  {os.path.relpath(each.path, folder.path)}"
        + (f"  (rule {each.rule_id})" if each in rules else "")
        for each in folder.files
    ]


def _state(path: str, then: Digests) -> str:
    """Return why a trusted folder would not be used; empty if it would."""
    try:
        different = differences(read_folder(path), then)
    except FolderError as error:
        return f"not used: {error}"
    return f"not used: {', '.join(different)}" if different else ""


def _print(lines: list[str]) -> None:
    sys.stdout.write("".join(f"{visible(line)}\n" for line in lines))


ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {"trust": _trust, "trusted": _list, "untrust": _untrust}
"""What each action does; it returns an exit code."""
