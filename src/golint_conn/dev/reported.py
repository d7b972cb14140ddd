"""Pages of the field reports: the code as reported, golint-conn's findings in it, and the cure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.dev.programs import MODULE
from golint_conn.rule.about.documentation import without_wants
from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest
from golint_conn.source import SourceFile
from golint_conn.source.regular import read_regular, read_utf8

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from golint_conn.dev.programs import Case
    from golint_conn.finding import Finding

_PREFIX = "report-"


def folder(case: Case) -> str:
    """Return the folder of a report's code, below the root."""
    return f"{MODULE}/reports/{case.name.removeprefix(_PREFIX).replace('-', '_')}"


def findings(root: Path) -> list[Finding]:
    """Return the findings of all rules in the evidence module, from a run like a user's."""
    request = CheckRequest(cwd=str((root / MODULE).resolve()), paths=(".",), workers=1, use_config=False, cache=False)
    return list(check(request).findings)


def report_page(case: Case, root: Path, found: Sequence[Finding]) -> str:
    """Return the part of a report's page that shows its code and the lines with findings."""
    place = folder(case)
    (reported,) = sorted((root / place / "reported").glob("*.go"))
    (cured,) = sorted((root / place / "cured").glob("*.go"))
    source = SourceFile(reported.name, read_regular(reported))
    said = [each for each in found if each.primary.path.endswith(f"{place}/reported/{reported.name}")]
    lines = (
        f"- line {source.line_number(each.primary.span.start)}: {each.severity.label}, `{each.rule}`\n" for each in said
    )
    return (
        f"## As reported\n\n{_code(reported)}\n## What golint-conn finds in it\n\n{''.join(lines)}"
        f"\n## Cured\n\n{_code(cured)}\nIn this one it finds nothing. The programs are in [`{place}`](../../{place}).\n"
    )


def _code(path: Path) -> str:
    return f"```go\n{without_wants(read_utf8(path))}```\n"
