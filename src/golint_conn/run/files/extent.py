"""The extent of a run: the files that it reports on, the files that it looks at for that, and which findings count.

What is reported about a file is the same for any set of requested files, including the whole module.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.finding import NoticeKind
from golint_conn.run.files.causes import Causes
from golint_conn.run.files.whole_module import Whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from golint_conn.finding import Finding, Location, Notice
    from golint_conn.run.files.discovery import Discovery
    from golint_conn.run.files.selected import Files
    from golint_conn.run.work.worker import Outcome


class Extent:
    """The files of a run by their absolute paths: it reports on those that are `named`, and looks at all `files`.

    `judged` are the named files and `also` others whose findings must be complete too, to compare with. A run for a
    hook or an editor `touches` its files: a finding elsewhere counts too if it comes from looking at a named file and a
    place in a named file explains it.
    """

    def __init__(self, found: Discovery, tree: Files, *, also: Iterable[str] = (), touches: bool = False) -> None:
        self.named = frozenset(found.files)
        self.judged = self.named.union(also)
        self.files = tuple(sorted(self.judged))
        self._root = tree.reader.root
        self._touches = touches
        self._shown = frozenset(map(tree.reader.display, self.named))
        self._whole = Whole(tree, found.modules)
        self._causes = Causes(tree, self._whole)
        self._explained: set[tuple[str, Location]] = set()

    def widen(self) -> None:
        """Include all files that may cause findings in those that are judged."""
        self.files = tuple(sorted(self.judged | self._causes.of(self._whole.partly(self.judged))))

    def counted(self, outcome: Outcome) -> list[Finding]:
        """Return the findings that count, with duplicates."""
        return [finding for path, found in outcome.found.items() for finding in self._counted(path, found)]

    def _counted(self, cause: str, found: Iterable[Finding]) -> Iterator[Finding]:
        for finding in found:
            path = str(Path(self._root, finding.primary.path))
            is_explained = path not in self.judged and self._is_explained(finding, cause, path)
            if is_explained:
                self._explained.add((finding.rule, finding.primary))
            if (is_explained or path in self.judged) and (path == cause or self._causes.counts(cause, path)):
                yield finding

    def _is_explained(self, finding: Finding, cause: str, path: str) -> bool:
        """Return whether a finding in another file comes from a named one, and something there explains it."""
        is_near = self._touches and cause in self.named and any(each.path in self._shown for each in finding.related)
        return is_near and path in self._whole.around(path)

    def reported(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Return those of some counted findings that are to be reported."""
        return tuple(filter(self._is_reported, findings))

    def _is_reported(self, finding: Finding) -> bool:
        return finding.primary.path in self._shown or (finding.rule, finding.primary) in self._explained

    def told(self, notices: Iterable[Notice]) -> list[Notice]:
        """Return the notices about named files or the run, and those that say that findings may be missing."""
        told = (each for each in notices if each.path in self._shown or not each.path or each.kind is NoticeKind.CRASH)
        return [*self._whole.notices, *told]
