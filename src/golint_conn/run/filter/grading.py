"""What happens to findings before they are shown: configured severities, test files, and the level."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from golint_conn.finding import Confidence, Finding, Severity
from golint_conn.names.buildtags import is_test_file
from golint_conn.run.config.settings import Settings
from golint_conn.run.request import Level


def graded(findings: Iterable[Finding], settings: Settings, root: str = "") -> list[Finding]:
    """Return the findings that the settings allow, with the severities that the settings give.

    `root` is the absolute folder that the paths in findings are relative to.
    """
    chosen = frozenset(settings.rules)
    distinct = dict.fromkeys(findings)
    if not settings.overrides:
        regraded = (_regraded(each, settings, None) for each in distinct if each.rule in chosen)
        return [each for each in regraded if _shown(each, settings)]
    at = settings.path_rules.lookup()
    kept = []
    for finding in distinct:
        holding, severity = at(str(Path(root, finding.primary.path)))
        if finding.rule in holding:
            kept.append(_regraded(finding, settings, severity))
    return [each for each in kept if _shown(each, settings)]


def _regraded(finding: Finding, settings: Settings, here: Severity | None) -> Finding:
    """Return a finding with the severity set for its place or its rule, lowered to a note in tests."""
    severity = here or settings.severities.get(finding.rule, finding.severity)
    if settings.tests == "note" and is_test_file(finding.primary.path):
        severity = Severity.NOTE
    return finding if severity is finding.severity else replace(finding, severity=severity)


def _shown(finding: Finding, settings: Settings) -> bool:
    if settings.tests == "off" and is_test_file(finding.primary.path):
        return False
    if finding.pedantic:
        return settings.level is Level.PEDANTIC
    return finding.confidence is not Confidence.LOW or settings.level is not Level.DEFAULT
