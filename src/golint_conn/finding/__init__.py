"""Floor 1, output data: findings with their evidence and fixes, and notices about the run itself."""

from golint_conn.finding.finding import Confidence, Finding, Location, LocationKind, Severity
from golint_conn.finding.fingerprint import fingerprint, with_fingerprints
from golint_conn.finding.fix import Applicability, Fix
from golint_conn.finding.notice import Notice, NoticeKind
from golint_conn.finding.shell import shell_word
from golint_conn.finding.suppression import Suppression, SuppressionKind

__all__ = [
    "Applicability",
    "Confidence",
    "Finding",
    "Fix",
    "Location",
    "LocationKind",
    "Notice",
    "NoticeKind",
    "Severity",
    "Suppression",
    "SuppressionKind",
    "fingerprint",
    "shell_word",
    "with_fingerprints",
]
