"""The result of a run: all that any report needs, as plain data."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.finding import Finding, Notice, NoticeKind
from golint_conn.rule.info import RuleInfo
from golint_conn.source import SourceFile

if TYPE_CHECKING:
    from golint_conn.run.baseline import Entry


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
    directory), with `/` between parts; a file outside of `root` keeps its absolute path. `overlay` holds the bytes of
    files that were given on standard input, by the same paths. `fixed` counts the findings that are gone because
    they were fixed. `suppressed` are the findings that are held back, by directives, the baseline or an older
    revision; `stale` the entries of the baseline that are of no more use.
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
    _sources: dict[str, SourceFile] = field(default_factory=dict, repr=False, compare=False)

    def source(self, path: str) -> SourceFile:
        """Return the file behind a path of a finding, read on first use; one that can no longer be read is empty."""
        if path not in self._sources:
            data = self.overlay.get(path)
            if data is None:
                try:
                    data = Path(self.root, path).read_bytes()
                except OSError:
                    data = b""
            self._sources[path] = SourceFile(path, data)
        return self._sources[path]

    @property
    def crashed(self) -> bool:
        """Whether a rule or the tool itself failed somewhere, so that findings may be missing."""
        return any(notice.kind is NoticeKind.CRASH for notice in self.notices)
