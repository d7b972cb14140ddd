"""Git, asked for what it stores, in a repository that may be hostile.

The commands read objects and references only. They do not compare the work tree, so no filter, hook, monitor, external
diff or text conversion from the repository's configuration is ever run, and nothing is fetched.
"""

import os
import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path

from golint_conn.run.git.call import GitError
from golint_conn.run.git.call import call_git as git
from golint_conn.source.folders import make_folder

_FILES = frozenset({"100644", "100755"})
_LINK = "120000"


def commit(tree: str, revision: str) -> str:
    """Return the id of the commit that a revision names; raise GitError if it names none."""
    try:
        found = git(tree, "rev-parse", "--verify", "--quiet", revisions=[f"{revision}^{{commit}}"])
    except GitError as error:
        message = str(error) or f'git knows no commit "{revision}" here (in a shallow clone, fetch it first)'
        raise GitError(message) from error
    return found.decode("ascii").strip()


def merge_base(tree: str, revision: str) -> str:
    """Return the commit where HEAD and another revision diverged; raise GitError if there is none."""
    other, present = commit(tree, revision), commit(tree, "HEAD")
    try:
        return git(tree, "merge-base", revisions=[other, present]).decode("ascii").split()[0]
    except GitError as error:
        message = str(error) or f'"{revision}" and HEAD have no commit in common (a shallow clone may lack it)'
        raise GitError(message) from error


def stored_files(tree: str, commit_id: str, wanted: Iterable[str]) -> dict[str, str]:
    """Return the objects of the files of a commit by their paths; `wanted` are the ends of the names to return.

    A symbolic link to a file of the same commit counts as that file. Names that no checkout may create are left out.
    """
    ends = tuple(wanted)
    files: dict[str, str] = {}
    links: dict[str, str] = {}
    for record in git(tree, "ls-tree", "-r", "-z", "--full-tree", revisions=[commit_id]).split(b"\0"):
        head, _, name = record.partition(b"\t")
        path = os.fsdecode(name)
        if not path.endswith(ends) or not _is_safe(path):
            continue
        mode, _, identity = head.decode("ascii").split()
        if mode in _FILES:
            files[path] = identity
        elif mode == _LINK:
            links[path] = identity
    for path, (_, target) in zip(links, contents(tree, links.values()), strict=True):
        aim = posixpath.normpath(posixpath.join(posixpath.dirname(path), os.fsdecode(target)))
        if aim in files:
            files[path] = files[aim]
    return files


def _is_safe(path: str) -> bool:
    return "\\" not in path and not any(part in {"", ".", ".."} or part.lower() == ".git" for part in path.split("/"))


def contents(tree: str, identities: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the bytes of stored objects unchanged, without any filter, in the requested order."""
    wanted = list(identities)
    if not wanted:
        return
    answer = git(tree, "cat-file", "--batch", send="".join(f"{each}\n" for each in wanted).encode())
    at = 0
    for identity in wanted:
        end = answer.index(b"\n", at)
        words = answer[at:end].split()
        if len(words) != len(("id", "type", "size")):
            message = f"the object {identity} is missing (a partial clone may lack it)"
            raise GitError(message)
        size = int(words[2])
        yield identity, answer[end + 1 : end + 1 + size]
        at = end + 1 + size + 1


def lay_out(tree: str, commit_id: str, folder: str, wanted: Iterable[str]) -> dict[str, bool]:
    """Write files of a commit below a folder, and return the path of each with whether it could be written.

    A file cannot be written if its path is too long at the new place. Raise GitError if git cannot provide the files.
    """
    files = stored_files(tree, commit_id, wanted)
    return {
        path: _is_written(f"{folder}/{path}", data)
        for path, (_, data) in zip(files, contents(tree, files.values()), strict=True)
    }


def _is_written(path: str, data: bytes) -> bool:
    try:
        make_folder(path.rpartition("/")[0])
        Path(path).write_bytes(data)
    except OSError:
        return False
    return True
