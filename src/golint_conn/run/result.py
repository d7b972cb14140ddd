"""The result of a run: everything that a report needs, as plain data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.finding import Finding, Notice, NoticeKind
from golint_conn.rule.about.rule_info import RuleInfo
from golint_conn.source import SourceFile
from golint_conn.source.digest import digest
from golint_conn.source.regular import read_regular

if TYPE_CHECKING:
    from golint_conn.run.filter.baseline import Entry


@dataclass(frozen=True, slots=True)
class RunStatistics:
    """How much was done, and where the time went: wall seconds of the run, and seconds summed over all processes.

    `files_found` are the files that the run reports on, `files_beside` those that it looked at for them.
    """

    files_found: int = 0
    files_beside: int = 0
    files_parsed: int = 0
    bytes_read: int = 0
    bytes_parsed: int = 0
    processes: int = 1
    wall_seconds: float = 0.0
    stage_seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class RunResult:
    """Findings in report order with fingerprints, notices in order, and what is needed to show them.

    Paths in findings and notices are relative to `root` (an absolute folder: the git work tree, else the working
    directory), with `/` between parts; a file outside `root` keeps its absolute path. `named` are the files that the
    run was asked to check, and `digests` those of the texts that were analyzed, both by such paths. `overlay` holds the
    bytes of files that were given on standard input. `lost` says for files, by path, why their findings are left out:
    their texts are gone. `fixed` counts the findings that are gone because they were fixed. `suppressed` are the
    findings that directives, the baseline or an older revision suppress; `stale` are the stale entries of the baseline.
    """

    root: str
    findings: tuple[Finding, ...]
    notices: tuple[Notice, ...]
    rules: tuple[RuleInfo, ...]
    statistics: RunStatistics = field(default_factory=RunStatistics)
    overlay: dict[str, bytes] = field(default_factory=dict, repr=False)
    fixed: int = 0
    suppressed: tuple[Finding, ...] = ()
    stale: "tuple[Entry, ...]" = ()
    named: frozenset[str] = field(default=frozenset(), repr=False)
    digests: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    lost: Mapping[str, str] = field(default_factory=dict)
    _sources: dict[str, SourceFile] = field(default_factory=dict, repr=False, compare=False)
    _losses: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def source(self, path: str) -> SourceFile:
        """Return the file of a path in a finding, read on first use; empty if its text is lost."""
        if path not in self._sources:
            self._sources[path] = SourceFile(path, self._text(path))
        return self._sources[path]

    def loss(self, path: str) -> str:
        """Return why the text of a file is missing, or is not the analyzed one; empty if it is the same."""
        self.source(path)
        return self._losses.get(path, "")

    def _text(self, path: str) -> bytes:
        data = self.overlay.get(path)
        if data is not None:
            return data
        try:
            data = read_regular(Path(self.root, path))
        except OSError as error:
            self._losses[path] = error.strerror or str(error)
            return b""
        known = self.digests.get(path)
        if known is not None and digest(data) != known:
            self._losses[path] = "it has changed since it was analyzed"
            return b""
        return data

    @property
    def crashed(self) -> bool:
        """Whether a rule or the tool itself failed somewhere, so that findings may be missing."""
        return any(notice.kind is NoticeKind.CRASH for notice in self.notices)


def without_lost(result: RunResult) -> RunResult:
    """Return a result without the findings in lost texts, and with a notice about each such text."""
    analysed = {path for each in result.findings for path in each.paths if path in result.digests}
    losses = {path: result.loss(path) for path in sorted(analysed) if result.loss(path)}
    if not losses:
        return result
    notices = (Notice(path, 0, f"not reported on: {loss}", NoticeKind.CRASH) for path, loss in losses.items())
    kept = tuple(each for each in result.findings if each.paths.isdisjoint(losses))
    return replace(result, findings=kept, notices=in_order([*result.notices, *notices]), lost=losses)


def in_order(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return notices in order, each once: several processes may have the same trouble."""
    kinds = list(NoticeKind)
    ordered = sorted(set(notices), key=lambda each: (each.path, each.line, each.message, kinds.index(each.kind)))
    return tuple(ordered)
