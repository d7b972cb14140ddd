"""Rules that tests make up."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from golint_conn.finding import Confidence, Finding, Severity
from golint_conn.rule.about.rule_info import RuleInfo
from golint_conn.rule.context import Context
from golint_conn.rule.loading.registry import Rule
from golint_conn.rule.model import Needs, QueryRule
from golint_conn.syntax import Match

CALLS = "(call_expression) @it"
PLAIN = QueryRule("made-up", "reuse", Severity.WARNING, Needs(("net/http",), ("Get",)), CALLS, lambda _m, _c: iter(()))


def made(
    check: Callable[[Match, Context], Iterator[Finding]],
    rule_id: str = "made-up",
    query: str = CALLS,
    *,
    tests: bool = False,
) -> Rule:
    """Return a rule that looks at calls."""
    model = replace(PLAIN, id=rule_id, check=check, query=query, tests=tests)
    return Rule(model, RuleInfo(rule_id, "reuse", "t", "s", "d", Severity.WARNING, Confidence.HIGH))


def report(match: Match, context: Context) -> Iterator[Finding]:
    """Report each match."""
    yield context.finding(context.site(match["it"]), "A call.")
