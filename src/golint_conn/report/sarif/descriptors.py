"""The catalog of rules in a log: what GitHub shows next to an alert and filters by."""

from collections.abc import Iterable

from golint_conn.finding import Confidence, Severity
from golint_conn.report.addresses import documentation_uri
from golint_conn.report.sarif.log_classes import (
    MultiformatMessageString,
    ReportingConfiguration,
    ReportingDescriptor,
)
from golint_conn.report.sarif.messages import description, unwrapped
from golint_conn.rule.about.rule_info import RuleInfo

MOST_TAGS = 10

_PROBLEM_SEVERITY = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}
_PRECISION = {Confidence.HIGH: "high", Confidence.MEDIUM: "medium", Confidence.LOW: "low"}


def catalogue(rules: Iterable[RuleInfo]) -> list[RuleInfo]:
    """Return the rules in the order of the log, to which `ruleIndex` refers."""
    return sorted(rules, key=lambda rule: rule.id)


def descriptor(rule: RuleInfo) -> ReportingDescriptor:
    """Return the description of a rule."""
    uri = documentation_uri(rule.id) if rule.has_page else None
    documentation = unwrapped(rule.documentation or rule.summary)
    return ReportingDescriptor(
        id=rule.id,
        name=rule.name,
        short_description=MultiformatMessageString(text=description(rule.title)),
        full_description=MultiformatMessageString(text=description(rule.summary or rule.title)),
        default_configuration=ReportingConfiguration(level=rule.severity.label),
        help_uri=uri,
        help=MultiformatMessageString(
            text=f"{documentation}\n\nDocumentation: {uri}" if uri else documentation,
            markdown=f"{documentation}\n\n[Documentation of {rule.id}]({uri})" if uri else documentation,
        ),
        properties=_properties(rule),
    )


def _properties(rule: RuleInfo) -> dict[str, object]:
    security = ("security",) if rule.security_severity is not None else ()
    tags = (*security, rule.category, *(f"external/cwe/cwe-{number:03}" for number in rule.cwe), *rule.tags)
    properties: dict[str, object] = {
        "precision": _PRECISION[rule.confidence],
        "problem.severity": _PROBLEM_SEVERITY[rule.severity],
        "tags": list(dict.fromkeys(tags))[:MOST_TAGS],
    }
    if rule.security_severity is not None:
        properties["security-severity"] = f"{rule.security_severity:.1f}"
    return properties
