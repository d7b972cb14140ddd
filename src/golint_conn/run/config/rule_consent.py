"""Where the rules of a run come from, and whether there is consent to use them.

The command line is consent. A configuration file is not, because it may come with the analyzed code: a folder that it
names is used only in the state that the user has trusted (`golint_conn.rule.loading.trust`), and a plugin only if it is
installed. Anything that is not used is reported once; the user is never asked.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.finding import Notice, NoticeKind, shell_word
from golint_conn.rule.loading.rule_sources import BUILT_IN, RuleFolder, RuleSources
from golint_conn.run.git.ignored import work_tree
from golint_conn.run.request import UsageError
from golint_conn.source.paths import is_folder, resolved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from golint_conn.rule.loading.rule_sources import Plugin
    from golint_conn.rule.loading.trust import Digests
    from golint_conn.run.config.prescan import Wanted
    from golint_conn.run.request import CheckRequest

_SHOWN = 3


@dataclass(slots=True)
class _Found:
    folders: dict[str, RuleFolder] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)


def rule_sources(request: CheckRequest, wanted: Wanted) -> RuleSources:
    """Return the rules that may be used of those that the request and the configuration name.

    Raises UsageError for errors in the request.
    """
    if not (request.rules_dirs or request.plugins or wanted.folders or wanted.plugins):
        return BUILT_IN
    found = _Found()
    _named(request, found)
    _configured(wanted, request.cwd, found)
    plugins: tuple[Plugin, ...] = ()
    if request.plugins or wanted.plugins:
        from golint_conn.rule.loading.plugins import installed_plugins, missing_plugins  # noqa: PLC0415 (35 ms)

        installed = installed_plugins(work_tree(request.cwd) or request.cwd)
        unknown = missing_plugins(request.plugins, installed)
        if unknown:
            raise UsageError(*unknown)
        missing = missing_plugins(wanted.plugins, installed)
        found.notices += [Notice(wanted.path, 0, f"plugins: {each}", NoticeKind.CONFIG) for each in missing]
        names = dict.fromkeys([*request.plugins, *wanted.plugins])
        plugins = tuple(installed[name] for name in names if name in installed)
    return RuleSources(
        tuple(found.folders.values()), plugins, notices=tuple(found.notices), absent=frozenset(found.absent)
    )


def _named(request: CheckRequest, found: _Found) -> None:
    """Add the folders that the command line names."""
    from golint_conn.rule.loading.rule_folder import FolderError, read_folder  # noqa: PLC0415 (few runs have such folders)

    problems = []
    for name in request.rules_dirs:
        try:
            folder = read_folder(str(Path(request.cwd, name)))
        except FolderError as error:
            problems.append(f"{name}: not usable as a folder of rules: {error}")
            continue
        if not folder.rule_files:
            problems.append(
                f"{name}: no rule file in this folder; a rule file is named after its rule, such as own_rule.py"
            )
        found.folders.setdefault(folder.path, folder)
    if problems:
        raise UsageError(*problems)


def _configured(wanted: Wanted, cwd: str, found: _Found) -> None:
    """Add the folders that the configuration file names, if they are trusted."""
    if not wanted.folders:
        return
    from golint_conn.rule.loading.trust import TrustError, trusted  # noqa: PLC0415

    try:
        known, doubt = trusted(), ""
    except TrustError as error:
        known, doubt = {}, f" ({error})"
    for path in dict.fromkeys(wanted.folders):
        if resolved(path) in found.folders:
            continue
        shown = shell_word(os.path.relpath(path, cwd))
        why = _use(path, shown, known, found)
        if why:
            text = f"rules-dirs: the rules in {shown} are not used: {why}{doubt}"
            found.notices.append(Notice(wanted.path, 0, text, NoticeKind.CONFIG))


def _use(path: str, shown: str, known: Mapping[str, Digests], found: _Found) -> str:
    """Add a folder if it is as it was when the user trusted it; return why not, or an empty text."""
    from golint_conn.rule.loading.rule_folder import FolderError, read_folder, rule_names  # noqa: PLC0415 (few runs have such folders)
    from golint_conn.rule.loading.trust import differences  # noqa: PLC0415

    real = resolved(path)
    if not is_folder(real):
        return "there is no such folder"
    names = rule_names(real)
    if real not in known:
        # It may be any folder of this machine: nothing in it is read.
        found.absent |= names
        return f"you have not trusted them; review them, then run golint-conn rules trust {shown}"
    try:
        folder = read_folder(real)
    except FolderError as error:
        found.absent |= names
        return str(error)
    different = differences(folder, known[real])
    if different:
        found.absent |= names
        return f"{_some(different)} since you trusted them; review them, then run golint-conn rules trust {shown}"
    found.folders[real] = folder
    return ""


def _some(items: list[str]) -> str:
    more = f" and {len(items) - _SHOWN:,} more" if len(items) > _SHOWN else ""
    return ", ".join(items[:_SHOWN]) + more
