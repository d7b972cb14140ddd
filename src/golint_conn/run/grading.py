"""What becomes of findings before anybody sees them: configured severities, test files, and the level."""

from collections.abc import Iterable
from dataclasses import replace

from golint_conn.finding import Confidence, Finding, Severity
from golint_conn.run.request import Level
from golint_conn.run.settings import Settings

_TEST_SUFFIX = "_test.go"


def is_test_file(path: str) -> bool:
    """Return whether a file belongs to the tests of its package, as Go names them."""
    return path.endswith(_TEST_SUFFIX)


def graded(findings: Iterable[Finding], settings: Settings) -> list[Finding]:
    """Return the findings that the settings let through, with the severities that the settings give."""
    chosen = set(settings.rules)
    regraded = (_regraded(each, settings) for each in dict.fromkeys(findings) if each.rule in chosen)
    return [each for each in regraded if _shown(each, settings)]


def _regraded(finding: Finding, settings: Settings) -> Finding:
    severity = settings.severities.get(finding.rule, finding.severity)
    if settings.tests == "note" and is_test_file(finding.primary.path):
        severity = Severity.NOTE
    return finding if severity is finding.severity else replace(finding, severity=severity)


def _shown(finding: Finding, settings: Settings) -> bool:
    if settings.tests == "off" and is_test_file(finding.primary.path):
        return False
    if finding.pedantic:
        return settings.level is Level.PEDANTIC
    return finding.confidence is not Confidence.LOW or settings.level is not Level.DEFAULT
