"""Rules for people: one explained, or all listed."""

import sys
from collections.abc import Iterable

from golint_conn.report import json_text as document
from golint_conn.rule.about.evidence_table import section
from golint_conn.rule.about.rule_info import RuleInfo
from golint_conn.run.config.suggestion import suggest
from golint_conn.run.request import UsageError


def find_rule(infos: Iterable[RuleInfo], rule: str) -> RuleInfo:
    """Return the rule with an id; raise UsageError that names the nearest if there is none."""
    by_id = {info.id: info for info in infos}
    if rule not in by_id:
        message = f'no rule "{rule}"{suggest(rule, by_id)}'
        raise UsageError(message)
    return by_id[rule]


def rule_markdown(info: RuleInfo) -> str:
    """Return the documentation of a rule as Markdown."""
    facts = [f"category {info.category}", f"severity {info.severity.label}", f"confidence {info.confidence.label}"]
    facts += [f"CWE-{number}" for number in info.cwe]
    head = f"# {info.id}\n\n**{info.title}**\n\n{' · '.join(facts)}\n"
    return f"{head}\n{info.documentation.strip()}\n{section(info.id)}"


def print_rule(info: RuleInfo, *, styled: bool) -> None:
    """Print the documentation of a rule, formatted for a terminal if requested."""
    text = rule_markdown(info)
    if not styled:
        sys.stdout.write(text)
        return
    from rich.console import Console  # noqa: PLC0415 (nothing else needs rich)
    from rich.markdown import Markdown  # noqa: PLC0415

    Console(force_terminal=True).print(Markdown(text))


def rules_text(infos: Iterable[RuleInfo]) -> str:
    """Return all rules, one per line, by category."""
    known = sorted(infos, key=lambda info: (info.category, info.id))
    width = max((len(info.id) for info in known), default=0)
    category = max((len(info.category) for info in known), default=0)
    rows = (f"{i.category:<{category}}  {i.id:<{width}}  {i.severity.label:<7}  {i.title}\n" for i in known)
    return "".join(rows)


def rules_json(infos: Iterable[RuleInfo]) -> str:
    """Return all rules with everything that is known about them."""
    documents = [
        {
            "id": info.id,
            "name": info.name,
            "category": info.category,
            "severity": info.severity.label,
            "confidence": info.confidence.label,
            "title": info.title,
            "summary": info.summary,
            "documentation": info.documentation,
            "cwe": list(info.cwe),
            "tags": list(info.tags),
            "securitySeverity": info.security_severity,
        }
        for info in infos
    ]
    return document.dump(documents, indent=2)
