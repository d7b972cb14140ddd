"""What git ignores and what it tracks: asked of git itself, because only git knows all places that say so."""

import os
from collections.abc import Iterable
from pathlib import Path

# Set by git for its hooks. They would make git look at another repository or index than the one asked about.
_HOOK_VARIABLES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")

# The repository may be untrusted, and core.fsmonitor names a program that git would run.
_COMMAND = ("git", "-c", "core.fsmonitor=false")
_IGNORED = ("--others", "--ignored", "--exclude-standard", "--directory")


class GitError(Exception):
    """Git could not answer; the text says why."""


def work_tree(folder: str) -> str | None:
    """Return the root of the git work tree that holds an absolute folder, None outside of any."""
    start = Path(folder)
    return next((str(each) for each in (start, *start.parents) if (each / ".git").exists()), None)


def ignored_paths(tree: str, folders: Iterable[str]) -> frozenset[str]:
    """Return the absolute paths of the ignored files and folders at or below some folders of a work tree.

    A folder that is ignored as a whole stands for all in it; one above the given folders can be among them. Files that
    git tracks are never ignored. Raise GitError where git is missing or refuses.
    """
    asked = sorted(os.path.relpath(folder, tree) for folder in folders)
    return _paths(tree, _listed(tree, ("--literal-pathspecs",), *_IGNORED, "--", *asked))


def tracked_go_files(tree: str) -> frozenset[str]:
    """Return the absolute paths of the Go files of a work tree, and of its submodules, that git tracks.

    They are those of the index that git has given to a hook, if it has. Raise GitError where git is missing or refuses.
    """
    return _paths(tree, _listed(tree, (), "--cached", "--recurse-submodules", "--", "*.go", keeps_index=True))


def _listed(tree: str, options: Iterable[str], *arguments: str, keeps_index: bool = False) -> bytes:
    """Return what `git ls-files` says in a work tree."""
    import subprocess  # noqa: PLC0415 (files named outright need no git)

    environment = {name: value for name, value in os.environ.items() if name not in _HOOK_VARIABLES}
    environment["GIT_OPTIONAL_LOCKS"] = "0"
    if keeps_index and (index := os.environ.get("GIT_INDEX_FILE")):
        # `git commit FILE` makes an index of its own for the time of its hooks, which start at the root of the tree.
        environment["GIT_INDEX_FILE"] = str(Path(tree, index))
    try:
        answer = subprocess.run(  # noqa: S603 (a fixed command; what follows `--` is never an option)
            [*_COMMAND, *options, "ls-files", "-z", *arguments],
            cwd=tree,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        raise GitError(error.stderr.decode("utf-8", "replace").strip()) from error
    except OSError as error:
        raise GitError(error.strerror or str(error)) from error
    return answer.stdout


def _paths(tree: str, listed: bytes) -> frozenset[str]:
    return frozenset(str(Path(tree, os.fsdecode(path))) for path in listed.split(b"\0") if path)
