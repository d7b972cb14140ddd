"""New only: what a change has caused, wherever it appears.

The tree of a base revision is written to a temporary folder, from git's objects, and analyzed like the current one. Its
findings are old. A finding that moved with its file, or with its function to a new one, is recognized by rule, function
and reported code. Its old place is among the files that are gone, and anything else that moved is in the files that are
new: a run over a few files looks at these files of the whole tree too.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.finding import Notice, NoticeKind, Suppression, SuppressionKind, with_fingerprints
from golint_conn.run.files.discovery import Discovery, Excludes
from golint_conn.run.files.extent import Extent
from golint_conn.run.files.selected import Files
from golint_conn.run.filter.distinct import distinct
from golint_conn.run.filter.suppression.judge import Judge
from golint_conn.run.git.ignored import GitError, work_tree
from golint_conn.run.git.objects import commit, lay_out, merge_base, stored_files
from golint_conn.run.request import UsageError
from golint_conn.run.work.schedule import Schedule
from golint_conn.source.folders import temporary_folder
from golint_conn.source.paths import is_folder, is_there
from golint_conn.source.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from golint_conn.finding import Finding
    from golint_conn.run.config.settings import Settings
    from golint_conn.run.request import CheckRequest

_GO_SUFFIX = ".go"
_WANTED = (_GO_SUFFIX, "go.mod", "go.work")
_VENDOR = "vendor"

Likeness = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class BaseResult:
    """What was found at a revision: fingerprints, likenesses in each file, and whether the analysis succeeded."""

    name: str
    fingerprints: frozenset[str]
    likenesses: dict[str, Counter[Likeness]]
    files: frozenset[str]
    crashed: bool


def likeness(finding: Finding) -> Likeness:
    """Return what stays the same in a finding that moves to another file."""
    return (finding.rule, finding.symbol, " ".join(finding.anchor.split()))


_known: dict[tuple[object, ...], BaseResult] = {}
"""What was found at revisions; fixing makes many runs of one request, all with the same base."""


def before(request: CheckRequest, settings: Settings, known: Collection[str], day: str) -> BaseResult:
    """Return what was found at the revision that a request names; raise UsageError if git cannot provide it."""
    revision = _revision(request)
    try:
        key = (
            revision,
            os.path.realpath(request.cwd),
            request.paths,
            settings.rules,
            settings.exclude,
            settings.tests,
            day,
            settings.sources,
        )
        if key not in _known:
            _known[key] = _analysed(request, settings, revision, BaseRevision(revision.name, known, day))
    except GitError as error:
        raise UsageError(str(error)) from error
    return _known[key]


def arrived(request: CheckRequest, named: Iterable[str], files: Files) -> frozenset[str]:
    """Return the files of the work tree that a revision lacks, by absolute path, if one of them is named.

    Raise UsageError if git cannot tell.
    """
    revision = _revision(request)
    try:
        stored = stored_files(revision.tree, revision.commit_id, (_GO_SUFFIX,))
    except GitError as error:
        raise UsageError(str(error)) from error
    known = {str(Path(revision.tree, path)) for path in stored}
    if known.issuperset(named):
        return frozenset()
    return frozenset(files.found([revision.tree], revision.tree).files) - known


@dataclass(frozen=True, slots=True)
class _Revision:
    """A commit of a work tree, and how it was named."""

    tree: str
    commit_id: str
    name: str


def _revision(request: CheckRequest) -> _Revision:
    """Return the revision that a request names; raise UsageError if git does not know it."""
    cwd = os.path.realpath(request.cwd)
    tree = work_tree(cwd)
    if tree is None:
        message = f"{cwd} is not in a git work tree, so there is no older revision to compare with"
        raise UsageError(message)
    try:
        if request.new_from_merge_base is not None:
            name = request.new_from_merge_base
            return _Revision(tree, merge_base(tree, name), name)
        name = request.new_from_rev or ""
        return _Revision(tree, commit(tree, name), name)
    except GitError as error:
        raise UsageError(str(error)) from error


@dataclass(frozen=True, slots=True)
class BaseRevision:
    """How to look at a revision: its name, the ids of all rules, and the day on which directives are evaluated."""

    name: str
    known: Collection[str]
    day: str


def _analysed(request: CheckRequest, settings: Settings, revision: _Revision, past: BaseRevision) -> BaseResult:
    with temporary_folder("golint-conn-") as made:
        folder, tree = os.path.realpath(made), revision.tree
        laid_out = lay_out(tree, revision.commit_id, folder, _WANTED)
        _borrow_vendor(tree, folder, laid_out)
        reader = Reader(folder)
        base = _there(os.path.realpath(settings.base), tree, folder)
        excludes = Excludes(base, settings.exclude) if base is not None else Excludes(folder)
        extent = _extent(request, tree, folder, Files(settings, reader, excludes))
        schedule = Schedule(reader, settings.rules, sources=settings.sources, workers=settings.workers)
        outcome = schedule.run(extent.files)
        judge = Judge(reader, past.known, past.day)
        found = judge.suppressed(with_fingerprints(distinct(extent.counted(outcome))))
        # Anything that applied to a directive at that time is not new.
        directed = map(reader.display, outcome.directed(extent.judged))
        found += with_fingerprints(judge.complaints(directed, settings.rules, lambda _: True))
        likenesses: dict[str, Counter[Likeness]] = {}
        for finding in found:
            if finding.suppression is None:
                likenesses.setdefault(finding.primary.path, Counter())[likeness(finding)] += 1
        return BaseResult(
            past.name,
            frozenset(finding.fingerprint for finding in found if finding.suppression is None),
            likenesses,
            frozenset(map(reader.display, extent.judged)),
            crashed=not all(laid_out.values()) or any(notice.kind is NoticeKind.CRASH for notice in outcome.notices),
        )


def _there(path: str, tree: str, folder: str) -> str | None:
    """Return the place in the older tree of a path in the current one, or None for one outside it."""
    relative = Path(os.path.relpath(path, tree))
    return None if os.pardir in relative.parts else os.path.normpath(Path(folder, relative))


def _extent(request: CheckRequest, tree: str, folder: str, files: Files) -> Extent:
    """Return the extent of the same run over the older tree; what did not exist yet means nothing."""
    cwd = os.path.realpath(request.cwd)
    texts = request.paths if request.stdin_filename is None else (request.stdin_filename,)
    places = (_there(os.path.normpath(Path(cwd, text)), tree, folder) for text in texts)
    named: set[str] = set()
    for place in places:
        if place is not None:
            with suppress(UsageError):
                named.update(files.found([place], folder, force_exclude=request.force_exclude).files)
    every = files.found([folder], folder)
    gone = (path for path in every.files if not Path(tree, os.path.relpath(path, folder)).exists())
    extent = Extent(Discovery(tuple(sorted(named)), (), every.modules), files, also=gone)
    extent.widen()
    return extent


def _borrow_vendor(tree: str, folder: str, files: Iterable[str]) -> None:
    """Let the analysis of the older tree see dependencies that are in the current tree but not in git."""
    for path in files:
        module = Path(path)
        own, present = Path(folder, module.parent, _VENDOR), Path(tree, module.parent, _VENDOR)
        if module.name == "go.mod" and is_folder(present) and is_folder(own.parent) and not is_there(own):
            own.symlink_to(present, target_is_directory=True)


def without_old(findings: Iterable[Finding], past: BaseResult, root: str) -> list[Finding]:
    """Return the findings, with the suppression of each that already existed at the revision."""
    held = Suppression(SuppressionKind.REVISION, f"found at {past.name} too")
    gone: Counter[Likeness] = Counter()
    for path, there in past.likenesses.items():
        if not is_there(Path(root, path)):
            gone.update(there)
    result = []
    for finding in findings:
        if finding.suppression is not None:
            result.append(finding)
            continue
        is_old = finding.fingerprint in past.fingerprints
        if not is_old and finding.primary.path not in past.files and gone[likeness(finding)]:
            gone[likeness(finding)] -= 1
            is_old = True
        result.append(replace(finding, suppression=held) if is_old else finding)
    return result


def trouble(past: BaseResult) -> list[Notice]:
    """Return notices about how the revision was analyzed."""
    if not past.crashed:
        return []
    text = f"parts of {past.name} could not be analyzed; old findings there may count as new"
    return [Notice("", 0, text, NoticeKind.LIMIT)]
