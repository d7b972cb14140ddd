"""What git ignores and what it tracks: git itself is asked, because only git knows all the places that say so."""

import os
from collections.abc import Iterable
from pathlib import Path

from golint_conn.run.git.call import GitError, call_git
from golint_conn.source.paths import is_there

__all__ = ["GitError", "ignored_paths", "tracked_go_files", "work_tree"]

_LIST = ("ls-files", "-z")
_IGNORED = ("--others", "--ignored", "--exclude-standard", "--directory")


def work_tree(folder: str) -> str | None:
    """Return the root of the git work tree that holds an absolute folder, or None outside any work tree."""
    start = Path(folder)
    return next((str(each) for each in (start, *start.parents) if is_there(each / ".git")), None)


def ignored_paths(tree: str, folders: Iterable[str]) -> frozenset[str]:
    """Return the absolute paths of the ignored files and folders at or below some folders of a work tree.

    A folder that is ignored as a whole represents everything in it; one above the given folders can be among them.
    Files that git tracks are never ignored. Raise GitError if git is missing or refuses.
    """
    asked = sorted(os.path.relpath(folder, tree) for folder in folders)
    return _paths(tree, call_git(tree, *_LIST, *_IGNORED, names=asked))


def tracked_go_files(tree: str) -> frozenset[str]:
    """Return the absolute paths of the Go files of a work tree, and of its submodules, that git tracks.

    They come from the index that git has given to a hook, if any. Raise GitError if git is missing or refuses.
    """
    named = os.environ.get("GIT_INDEX_FILE")
    # `git commit FILE` makes its own index for the duration of its hooks, which start at the root of the tree.
    index = str(Path(tree, named)) if named else None
    return _paths(tree, call_git(tree, *_LIST, "--cached", "--recurse-submodules", "--", "*.go", index=index))


def _paths(tree: str, listed: bytes) -> frozenset[str]:
    return frozenset(str(Path(tree, os.fsdecode(path))) for path in listed.split(b"\0") if path)
