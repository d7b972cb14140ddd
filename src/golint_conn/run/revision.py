"""New only: what a change has caused, wherever it shows.

The tree of an older revision is laid out in a folder of its own, from git's objects, and analysed like the present one.
What was found there was there before. A finding that moved with its file, or with its function to a new one, is
recognised by rule, function and reported code.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.finding import Notice, NoticeKind, Suppression, SuppressionKind, with_fingerprints
from golint_conn.run.discovery import Excludes, discover
from golint_conn.run.distinct import distinct
from golint_conn.run.git import commit, lay_out, merge_base
from golint_conn.run.ignored import GitError, work_tree
from golint_conn.run.request import UsageError
from golint_conn.run.schedule import Schedule
from golint_conn.run.suppression.judge import Judge
from golint_conn.source.folders import temporary_folder
from golint_conn.source.paths import is_folder, is_there
from golint_conn.source.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from golint_conn.finding import Finding
    from golint_conn.run.request import CheckRequest
    from golint_conn.run.settings import Settings

_WANTED = (".go", "go.mod", "go.work")
_VENDOR = "vendor"

Likeness = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Before:
    """What was found at a revision: fingerprints, likenesses in each file, and whether the analysis went well."""

    name: str
    fingerprints: frozenset[str]
    likenesses: dict[str, Counter[Likeness]]
    files: frozenset[str]
    crashed: bool


def likeness(finding: Finding) -> Likeness:
    """Return what stays the same of a finding that moves to another file."""
    return (finding.rule, finding.symbol, " ".join(finding.anchor.split()))


_known: dict[tuple[object, ...], Before] = {}
"""What was found at revisions; fixing makes many runs of one request, all with the same past."""


def before(request: CheckRequest, settings: Settings, known: Collection[str], day: str) -> Before:
    """Return what was found at the revision that a request names; raise UsageError where git cannot give it."""
    cwd = os.path.realpath(request.cwd)
    tree = work_tree(cwd)
    if tree is None:
        message = f"{cwd} is in no git work tree, so there is no older revision to compare with"
        raise UsageError(message)
    try:
        if request.new_from_merge_base is not None:
            commit_id, name = merge_base(tree, request.new_from_merge_base), request.new_from_merge_base
        else:
            name = request.new_from_rev or ""
            commit_id = commit(tree, name)
        key = (
            tree,
            commit_id,
            cwd,
            request.paths,
            settings.rules,
            settings.exclude,
            settings.tests,
            day,
            settings.sources,
        )
        if key not in _known:
            _known[key] = _analysed(request, settings, tree, commit_id, Past(name, known, day))
    except GitError as error:
        raise UsageError(str(error)) from error
    return _known[key]


@dataclass(frozen=True, slots=True)
class Past:
    """How to look at a revision: its name, the ids of all rules, and the day on which directives are judged."""

    name: str
    known: Collection[str]
    day: str


def _analysed(request: CheckRequest, settings: Settings, tree: str, commit_id: str, past: Past) -> Before:
    with temporary_folder("golint-conn-") as folder:
        laid_out = lay_out(tree, commit_id, folder, _WANTED)
        _borrow_vendor(tree, folder, laid_out)
        reader = Reader(folder)
        base = _there(os.path.realpath(settings.base), tree, folder)
        excludes = Excludes(base, settings.exclude) if base is not None else Excludes(folder)
        files = _files(request, tree, folder, reader, excludes)
        schedule = Schedule(reader, settings.rules, sources=settings.sources, workers=settings.workers)
        outcome = schedule.run(files)
        judge = Judge(reader, past.known, past.day)
        found = judge.suppressed(with_fingerprints(distinct(outcome.findings)))
        # Whatever might have been said of a directive then is not new.
        directed = map(reader.display, outcome.directed(files))
        found += with_fingerprints(judge.complaints(directed, settings.rules, lambda _: True))
        likenesses: dict[str, Counter[Likeness]] = {}
        for finding in found:
            if finding.suppression is None:
                likenesses.setdefault(finding.primary.path, Counter())[likeness(finding)] += 1
        return Before(
            past.name,
            frozenset(finding.fingerprint for finding in found if finding.suppression is None),
            likenesses,
            frozenset(map(reader.display, files)),
            crashed=not all(laid_out.values()) or any(notice.kind is NoticeKind.CRASH for notice in outcome.notices),
        )


def _there(path: str, tree: str, folder: str) -> str | None:
    """Return the place in the older tree of a path in the present one; None for one outside of it."""
    relative = Path(os.path.relpath(path, tree))
    return None if os.pardir in relative.parts else os.path.normpath(Path(folder, relative))


def _files(request: CheckRequest, tree: str, folder: str, reader: Reader, excludes: Excludes) -> tuple[str, ...]:
    """Return the files that the paths of a request mean in the older tree; what was not there yet means none."""
    found: set[str] = set()
    for text in request.paths:
        place = _there(os.path.normpath(Path(os.path.realpath(request.cwd), text)), tree, folder)
        if place is None:
            continue
        try:
            found.update(discover([place], folder, reader, excludes, force_exclude=request.force_exclude).files)
        except UsageError:
            continue
    return tuple(sorted(found))


def _borrow_vendor(tree: str, folder: str, files: Iterable[str]) -> None:
    """Show dependencies that the present tree keeps but git does not to the analysis of the older one."""
    for path in files:
        module = Path(path)
        own, present = Path(folder, module.parent, _VENDOR), Path(tree, module.parent, _VENDOR)
        if module.name == "go.mod" and is_folder(present) and is_folder(own.parent) and not is_there(own):
            own.symlink_to(present, target_is_directory=True)


def without_old(findings: Iterable[Finding], past: Before, root: str) -> list[Finding]:
    """Return the findings, with the suppression of each that the revision had already."""
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


def trouble(past: Before) -> list[Notice]:
    """Return what people must know of how the revision was analysed."""
    if not past.crashed:
        return []
    text = f"parts of {past.name} could not be analyzed; what was found there already may count as new"
    return [Notice("", 0, text, NoticeKind.LIMIT)]
