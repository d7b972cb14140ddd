"""What reports and users need to know about a rule: plain data, made from its file, safe to send between processes."""

from dataclasses import dataclass

from golint_conn.finding import Confidence, Severity


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """The description of one rule.

    `title` is one sentence without a period; `summary` is the first paragraph of the documentation, `documentation` all
    of it in Markdown without the title. `cwe` holds numbers (772 for CWE-772). `security_severity` is a CVSS-like score
    from 0.0 to 10.0, only for rules of category security. `severity` is that of the typical finding. `has_page` is
    false for a rule that does not come with golint-conn: it has no page on the web.
    """

    id: str
    category: str
    title: str
    summary: str
    documentation: str
    severity: Severity
    confidence: Confidence
    cwe: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    security_severity: float | None = None
    has_page: bool = True

    @property
    def name(self) -> str:
        """The id in PascalCase, as SARIF requires.

        >>> RuleInfo("keep-alives-disabled", "reuse", "t", "s", "d", Severity.NOTE, Confidence.HIGH).name
        'KeepAlivesDisabled'
        """
        return "".join(word.capitalize() for word in self.id.split("-"))
