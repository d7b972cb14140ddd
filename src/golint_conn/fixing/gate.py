"""The gate: decides which files may be changed. All code that writes Go files asks it.

These are the files that the run was asked to check, inside the git work tree if there is one, and only while they still
hold the text that was analyzed. The place of a finding does not matter: its fix may reach into other files.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.run.git.ignored import work_tree

if TYPE_CHECKING:
    from golint_conn.run.result import RunResult


def refusal(result: RunResult, path: str) -> str:
    """Return why a file, by its path in findings, may not be changed after a run; empty if it may."""
    if path not in result.named:
        return "it is not one of the files to be checked"
    return _misplaced(result.root, path) or _unknown(result, path)


def _misplaced(root: str, path: str) -> str:
    place = os.path.join(root, path)  # noqa: PTH118 - an absolute path stays what it is, and `..` is looked at
    real = os.path.realpath(place)
    if not Path(path).is_absolute():
        return "" if Path(real).is_relative_to(os.path.realpath(root)) else "it is a link that leads out of the tree"
    tree = work_tree(root)
    if tree is not None:
        return f"it lies outside the work tree {tree}"
    return "" if real == str(Path(os.path.realpath(Path(path).parent), Path(path).name)) else "it is a link"


def _unknown(result: RunResult, path: str) -> str:
    if path in result.overlay:
        return ""
    return result.loss(path) if path in result.digests else "it was not analyzed"
