"""Hook mode: what is about to be committed, restricted to findings that touch the files that a git hook names.

Three things differ from other runs. Only files that git tracks count as members of packages, because untracked files
stay in the work tree while a hook runs and are not committed. The configured excludes apply to the named files too,
because git named them, not a person. And a finding elsewhere is reported too if it comes from looking at a named file
and a place in a named file explains it: a Transport that is made here, and dropped by a caller there.
"""

import os
from pathlib import Path

from golint_conn.run.git.ignored import GitError, tracked_go_files, work_tree
from golint_conn.run.request import CheckRequest, UsageError

_GO_SUFFIX = ".go"


def members(request: CheckRequest, cwd: str) -> frozenset[str] | None:
    """Return the files that count in a run, or None if all do; raise UsageError if git cannot list them.

    Files that are named always count. `cwd` is the working directory of the request with links resolved.
    """
    if not request.hook:
        return None
    tree = work_tree(cwd)
    if tree is None:
        message = "--hook needs a git work tree"
        raise UsageError(message)
    named = (Path(cwd, path) for path in request.paths if path.endswith(_GO_SUFFIX))
    try:
        return tracked_go_files(tree).union(str(Path(os.path.realpath(path.parent), path.name)) for path in named)
    except GitError as error:
        message = f"--hook needs to know which files git tracks: {error}"
        raise UsageError(message) from error


def is_narrow(request: CheckRequest) -> bool:
    """Return whether a run reports only what touches the files that it was given."""
    return (request.hook or request.touching) and all(path.endswith(_GO_SUFFIX) for path in request.paths)
