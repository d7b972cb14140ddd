"""Findings as results: one for each rule and line, the worst first, at most as many as GitHub accepts.

GitHub identifies an alert by its rule and a hash of its line, so two findings of a rule on one line would be one alert,
and the second would be lost. The others are therefore folded into the worst: each becomes a related location of it,
linked from the message, and adds its own related locations and code flow.
"""

from collections import defaultdict
from collections.abc import Iterable

from golint_conn.finding import Finding, SuppressionKind
from golint_conn.finding import Location as FoundLocation
from golint_conn.finding import Suppression as Held
from golint_conn.report.sarif.descriptors import catalogue
from golint_conn.report.sarif.locations import Places
from golint_conn.report.sarif.log_classes import (
    CodeFlow,
    Location,
    Message,
    PhysicalLocation,
    Result,
    Suppression,
    ThreadFlow,
    ThreadFlowLocation,
)
from golint_conn.report.sarif.messages import link, plain, sentence
from golint_conn.report.sarif.replacements import fix_of
from golint_conn.report.sarif.rolling_hash import line_hashes
from golint_conn.report.telling import worst_first
from golint_conn.run.result import RunResult

MOST_RESULTS = 25_000
MOST_FLOW_STEPS = 20

Group = tuple[Finding, ...]


def folded(findings: Iterable[Finding], places: Places) -> list[Group]:
    """Return the findings in groups of one rule and line, worst first both among the groups and inside them."""
    groups: dict[tuple[str, str, int, bool], list[Finding]] = {}
    for finding in sorted(findings, key=worst_first):
        path, line = finding.primary.path, places.line(finding.primary.path, finding.primary.span)
        # By address, not by path: a file that is found under two names through a link is one file to GitHub.
        key = (finding.rule, places.artifact(path).uri, line, finding.suppression is None)
        groups.setdefault(key, []).append(finding)
    return [tuple(group) for group in groups.values()]


def results(result: RunResult, groups: list[Group], places: Places) -> list[Result]:
    """Return a result for each group, in the same order."""
    indexes = {rule.id: index for index, rule in enumerate(catalogue(result.rules))}
    hashes = _hashes(result, groups, places)
    return [_result(group, places, indexes.get(group[0].rule, -1), hashes) for group in groups]


def _hashes(result: RunResult, groups: list[Group], places: Places) -> dict[tuple[str, int], str]:
    """Return GitHub's fingerprints of the lines that have results; only files with results are read."""
    lines: dict[str, set[int]] = defaultdict(set)
    for first, *_ in groups:
        lines[first.primary.path].add(places.line(first.primary.path, first.primary.span))
    return {
        (path, line): value
        for path, wanted in lines.items()
        if (data := result.source(path).data)  # a file that no longer exists has no lines
        for line, value in line_hashes(data, wanted).items()
    }


def _result(group: Group, places: Places, rule_index: int, hashes: dict[tuple[str, int], str]) -> Result:
    first, *others = group
    primary = first.primary
    related = _Related(places)
    text = related.told(first)
    if others:
        text += " Also on this line: " + " ".join(related.folded(other) for other in others)
    fingerprints = {"golintConn/v1": first.fingerprint}
    if line_hash := hashes.get((primary.path, places.line(primary.path, primary.span))):
        fingerprints["primaryLocationLineHash"] = line_hash
    flows = [_code_flow(finding.flow, places) for finding in group if finding.flow]
    return Result(
        rule_id=first.rule,
        rule_index=rule_index,
        level=first.severity.label,
        message=Message(text=text),
        locations=[places.location(primary.path, primary.span, text=sentence(primary.note), small=True)],
        related_locations=related.locations or None,
        code_flows=flows or None,
        partial_fingerprints=fingerprints,
        fixes=[fix_of(fix, places) for fix in first.fixes if fix.is_unicode] or None,
        suppressions=_suppressions(first.suppression, places),
        properties=_properties(group),
    )


def _suppressions(suppression: Held | None, places: Places) -> list[Suppression] | None:
    """Return why a result is suppressed; GitHub ignores this, other tools do not."""
    if suppression is None:
        return None
    is_directive = suppression.kind is SuppressionKind.DIRECTIVE
    place = places.artifact(suppression.path) if suppression.path else None
    return [
        Suppression(
            kind="inSource" if is_directive else "external",
            state="accepted",
            justification=suppression.reason,
            location=Location(physical_location=PhysicalLocation(artifact_location=place)) if place else None,
        )
    ]


def _properties(group: Group) -> dict[str, object]:
    first, *others = group
    properties: dict[str, object] = {"confidence": first.confidence.label, "symbol": first.symbol}
    if others:
        properties["foldedFingerprints"] = [other.fingerprint for other in others]
    return {name: value for name, value in properties.items() if value}


class _Related:
    """Collects the related locations of one result and writes the text that links to them."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.locations: list[Location] = []

    def told(self, finding: Finding) -> str:
        """Return the text of a finding, with links to its related locations."""
        parts = [sentence(plain(text)) for text in (finding.message, finding.primary.note, finding.hint)]
        parts.append(self._links(finding))
        return " ".join(filter(None, parts))

    def folded(self, finding: Finding) -> str:
        """Return the text of another finding on the same line, with a link to its place."""
        text = " ".join(filter(None, map(sentence, (finding.message, finding.primary.note, finding.hint))))
        message = sentence(self._link(finding.primary, finding.message.rstrip("."), text))
        return " ".join(filter(None, (message, self._links(finding))))

    def _links(self, finding: Finding) -> str:
        links = [self._link(place, place.note, sentence(place.note)) for place in finding.related]
        return f"See {', '.join(links)}." if links else ""

    def _link(self, place: FoundLocation, words: str, text: str) -> str:
        location_id = len(self.locations) + 1
        words = words or f"line {self._places.line(place.path, place.span)}"
        self.locations.append(
            self._places.location(place.path, place.span, text=text or sentence(words), location_id=location_id)
        )
        return link(words, location_id)


def _code_flow(flow: tuple[FoundLocation, ...], places: Places) -> CodeFlow:
    """Return the code flow; of a long one only its two ends, which show where the path comes from and goes."""
    left_out = max(len(flow) - MOST_FLOW_STEPS, 0)
    head = MOST_FLOW_STEPS // 2
    steps = flow[:head] + flow[head + left_out :]
    texts = [sentence(plain(step.note)) or places.code(step.path, step.span) for step in steps]
    if left_out:
        texts[head] = f"(after {left_out} more steps) {texts[head]}"
    return CodeFlow(
        thread_flows=[
            ThreadFlow(
                locations=[
                    ThreadFlowLocation(location=places.location(step.path, step.span, text=text, small=True))
                    for step, text in zip(steps, texts, strict=True)
                ]
            )
        ]
    )
