"""The result of a run: all that any report needs, as plain data."""

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

    `files_found` are the files that the run reports on, `files_beside` those that were looked at for them.
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
    directory), with `/` between parts; a file outside of `root` keeps its absolute path. `named` are the files that the
    run was asked to check, and `digests` those of the texts that were analysed, both by such paths. `overlay` holds the
    bytes of files that were given on standard input. `lost` says of files, by path, why what was found in them is left
    out: their texts are not there any more. `fixed` counts the findings that are gone because they were fixed.
    `suppressed` are the findings that are held back, by directives, the baseline or an older revision; `stale` the
    entries of the baseline that are of no more use.
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
        """Return the file behind a path of a finding, read on first use; empty where its text is lost."""
        if path not in self._sources:
            self._sources[path] = SourceFile(path, self._text(path))
        return self._sources[path]

    def loss(self, path: str) -> str:
        """Return why there is no text of a file, or not the one that was analysed; empty where there is."""
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
            self._losses[path] = "it has changed since it was analysed"
            return b""
        return data

    @property
    def crashed(self) -> bool:
        """Whether a rule or the tool itself failed somewhere, so that findings may be missing."""
        return any(notice.kind is NoticeKind.CRASH for notice in self.notices)


def without_lost(result: RunResult) -> RunResult:
    """Return a result without the findings in texts that were lost, and with a notice about each such text."""
    analysed = {path for each in result.findings for path in each.paths if path in result.digests}
    losses = {path: result.loss(path) for path in sorted(analysed) if result.loss(path)}
    if not losses:
        return result
    notices = (Notice(path, 0, f"not reported on: {loss}", NoticeKind.CRASH) for path, loss in losses.items())
    kept = tuple(each for each in result.findings if each.paths.isdisjoint(losses))
    return replace(result, findings=kept, notices=in_order([*result.notices, *notices]), lost=losses)


def in_order(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return notices in order, each once: several processes may meet the same trouble."""
    kinds = list(NoticeKind)
    ordered = sorted(set(notices), key=lambda each: (each.path, each.line, each.message, kinds.index(each.kind)))
    return tuple(ordered)
