"""The plan of a run: its settings, the files that it reports on, and the files that it looks at for that."""

import os
from collections.abc import Container, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.finding import Notice
from golint_conn.rule.about.rule_info import RuleInfo
from golint_conn.run.config.resolved import rule_infos, settings_of
from golint_conn.run.config.settings import Settings
from golint_conn.run.files.discovery import Discovery, Excludes
from golint_conn.run.files.extent import Extent
from golint_conn.run.files.hook import is_narrow, members
from golint_conn.run.files.selected import Files
from golint_conn.run.git.ignored import work_tree
from golint_conn.run.request import CheckRequest, UsageError
from golint_conn.source.reader import Reader

if TYPE_CHECKING:
    from golint_conn.run.work.incremental import IncrementalState


class Plan:
    """What a request means, each part computed on first use; each may raise UsageError.

    A face that has already loaded the `settings` passes them, so the configuration is not read twice. `overlay` maps
    paths in findings to bytes that are read instead of the files, which need not exist. `folders`, also such paths,
    restricts the run to the files in these folders.
    """

    def __init__(
        self,
        request: CheckRequest,
        settings: Settings | None = None,
        *,
        overlay: Mapping[str, bytes] | None = None,
        folders: Container[str] | None = None,
    ) -> None:
        self.request = request
        self.settings = settings or settings_of(request)
        self._overlay = overlay or {}
        self._folders = folders

    @cached_property
    def infos(self) -> tuple[RuleInfo, ...]:
        """The descriptions of all rules, those that do not run included."""
        return rule_infos(self.settings.sources)

    @cached_property
    def reader(self) -> Reader:
        """The reader of the tree, with standard input and the overlay instead of the files that they replace."""
        cwd = os.path.realpath(self.request.cwd)
        reader = Reader(work_tree(cwd) or cwd, dict(self._standard_input), members(self.request, cwd))
        for path, data in self._overlay.items():
            reader.overlay[str(Path(reader.root, path))] = data
        return reader

    @cached_property
    def discovery(self) -> Discovery:
        """The files that the run reports on; those of the overlay count as if they were on disk."""
        request, excludes = self.request, self._tree.excludes
        if request.stdin_filename is not None:
            excluded = excludes.matcher() if request.force_exclude else None
            return Discovery(tuple(path for path in self._standard_input if excluded is None or not excluded(path)))
        there = frozenset(str(Path(self.reader.root, path)) for path in self._overlay)
        excludes_all = request.force_exclude or request.hook
        found = self._tree.found(request.paths, request.cwd, force_exclude=excludes_all, there=there)
        # If only files are named, the only trouble can be that all of them are excluded, and that is fine.
        return replace(found, notices=()) if is_narrow(request) else found

    @cached_property
    def extent(self) -> Extent:
        """The files that the run looks at."""
        discovery, folders = self.discovery, self._folders
        if folders is not None:
            within = tuple(path for path in discovery.files if self.reader.display(path).rpartition("/")[0] in folders)
            discovery = replace(discovery, files=within)
        also: frozenset[str] = frozenset()
        if self.request.is_comparing:
            from golint_conn.run.filter.base_revision import arrived  # noqa: PLC0415 (few runs look back)

            also = arrived(self.request, discovery.files, self._tree)
        extent = Extent(discovery, self._tree, also=also, touches=is_narrow(self.request))
        if not self.request.alone:
            extent.widen()
        return extent

    def incremental(self) -> tuple["IncrementalState | None", list[Notice]]:
        """Return the state of earlier runs, or None if the cache cannot or must not be used, and notices about that."""
        if not self.request.cache:
            return None, []
        from golint_conn.run.work.open_cache import opened  # noqa: PLC0415 (not every run has a cache)

        return opened(self.request, self.settings, self.reader)

    @cached_property
    def _tree(self) -> Files:
        return Files(self.settings, self.reader, Excludes(self.settings.base, self.settings.exclude))

    @cached_property
    def _standard_input(self) -> dict[str, bytes]:
        """The bytes of standard input, by the absolute path of the file that it stands for."""
        name = self.request.stdin_filename
        if name is None:
            return {}
        if not name.endswith(".go"):
            message = f"{name}: not a Go file"
            raise UsageError(message)
        path = Path(os.path.realpath(self.request.cwd), name)
        return {str(Path(os.path.realpath(path.parent), path.name)): self.request.stdin}
