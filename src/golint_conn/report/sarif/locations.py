"""Places in SARIF's terms: addresses relative to the repository, columns in UTF-16 units."""

from functools import cached_property
from os.path import isabs, realpath
from pathlib import Path
from urllib.parse import quote

from golint_conn.report.sarif.log_classes import (
    SOURCE_ROOT,
    ArtifactLocation,
    Location,
    Message,
    PhysicalLocation,
    Region,
)
from golint_conn.run.result import RunResult
from golint_conn.source import Span

_LONGEST_CODE = 200


class Places:
    """Makes locations for the files of one run."""

    def __init__(self, result: RunResult) -> None:
        """Make locations from the sources of this result."""
        self._result = result
        self._artifacts: dict[str, ArtifactLocation] = {}

    @cached_property
    def _root(self) -> Path:
        return Path(realpath(self._result.root))

    def artifact(self, path: str) -> ArtifactLocation:
        """Return the address of a file: relative to the root with links resolved, or absolute for a file outside."""
        if path not in self._artifacts:
            real = Path(realpath(self._root / path))
            if real.is_relative_to(self._root):
                location = ArtifactLocation(uri=_quoted(real.relative_to(self._root)), uri_base_id=SOURCE_ROOT)
            elif isabs(path):  # noqa: PTH117 - a path of a finding is text
                location = ArtifactLocation(uri=real.as_uri())
            else:  # a link out of the repository: only the link itself is in the repository
                location = ArtifactLocation(uri=_quoted(Path(path)), uri_base_id=SOURCE_ROOT)
            self._artifacts[path] = location
        return self._artifacts[path]

    def line(self, path: str, span: Span) -> int:
        """Return the line where a span starts."""
        return self._result.source(path).line_number(span.start)

    def code(self, path: str, span: Span) -> str:
        """Return the source of the line where a span starts, or a dash if there is none."""
        source = self._result.source(path)
        return source.line_text(source.line_number(span.start)).strip()[:_LONGEST_CODE] or "-"

    def location(
        self, path: str, span: Span, *, text: str = "", location_id: int = -1, small: bool = False
    ) -> Location:
        """Return the location of a span; a `small` one ends on its first line, and the rest becomes context.

        A pull request shows an alert only if all lines of its region are in the diff. So a region must not include all
        lines of a literal when only one has changed.
        """
        region = self.region(path, span)
        whole = None
        if small and region.end_line > region.start_line:
            whole = region
            region = self.region(path, self._first_line(path, span))
        return Location(
            id=location_id,
            message=Message(text=text) if text else None,
            physical_location=PhysicalLocation(
                artifact_location=self.artifact(path), region=region, context_region=whole
            ),
        )

    def file_location(self, path: str, line: int) -> Location:
        """Return the location of a line, or of a whole file if `line` is 0."""
        region = Region(start_line=line) if line else None
        return Location(physical_location=PhysicalLocation(artifact_location=self.artifact(path), region=region))

    def _first_line(self, path: str, span: Span) -> Span:
        source = self._result.source(path)
        return Span(span.start, max(span.start, source.line_span(source.line_number(span.start)).end))

    def region(self, path: str, span: Span) -> Region:
        """Return the region of a span."""
        source = self._result.source(path)
        start, end = source.utf16_position(span.start), source.utf16_position(span.end)
        return Region(start_line=start.line, start_column=start.column, end_line=end.line, end_column=end.column)


def _quoted(path: Path) -> str:
    return quote(path.as_posix().encode("utf-8", "surrogateescape"), safe="/")
