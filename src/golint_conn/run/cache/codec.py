"""Findings and notices as bytes, and back, without loss.

The form is JSON: lists of fields in the order of the dataclasses. A cache folder is not trusted, so nothing in it can
name code, as a pickle does, and every value is checked before it becomes part of a finding. Text may hold surrogates in
place of bytes that are not UTF-8 and comes back with them.
"""

import json
from typing import Any

from golint_conn.finding import (
    Applicability,
    Confidence,
    Finding,
    Fix,
    Location,
    LocationKind,
    Notice,
    NoticeKind,
    Severity,
)
from golint_conn.run.cache.records import FileOutcome
from golint_conn.source import Edit, Span

_SEVERITIES = {each.name: each for each in Severity}
_CONFIDENCES = {each.name: each for each in Confidence}
_LOCATIONS = {each.name: each for each in LocationKind}
_APPLICABILITIES = {each.name: each for each in Applicability}
_NOTICES = {each.name: each for each in NoticeKind}


def encoded(outcome: FileOutcome) -> bytes:
    """Return an outcome as bytes; raises ValueError for suppressed findings: suppression is up to the whole run."""
    document = [[_of_finding(each) for each in outcome.findings], [_of_notice(each) for each in outcome.notices]]
    # Not as ASCII, where two surrogates in a row would come back as one character.
    text = json.dumps(document, ensure_ascii=False, check_circular=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def decoded(data: bytes) -> FileOutcome:
    """Return the outcome that `encoded` turned into these bytes; raises ValueError for any other bytes."""
    try:
        findings, notices = _row(json.loads(data.decode("utf-8", "surrogatepass")), 2)
        return FileOutcome(tuple(map(_finding, _row(findings))), tuple(map(_notice, _row(notices))))
    except (KeyError, RecursionError, TypeError) as error:
        message = f"not an outcome: {error!r}"
        raise ValueError(message) from error


# To bytes: each value unchanged, enumerations by name.


def _of_finding(finding: Finding) -> list[object]:
    if finding.suppression is not None:
        message = f"a finding of {finding.rule} is already suppressed: {finding.suppression}"
        raise ValueError(message)
    return [
        finding.rule,
        finding.message,
        finding.severity.name,
        finding.confidence.name,
        [_of_location(each) for each in finding.locations],
        finding.hint,
        [_of_location(each) for each in finding.flow],
        [_of_location(each) for each in finding.exits],
        finding.symbol,
        finding.anchor,
        finding.pedantic,
        [_of_fix(each) for each in finding.fixes],
        finding.fingerprint,
    ]


def _of_location(location: Location) -> list[object]:
    return [location.path, location.span.start, location.span.end, location.kind.name, location.note]


def _of_fix(fix: Fix) -> list[object]:
    edits = [[edit.path, edit.span.start, edit.span.end, edit.text] for edit in fix.edits]
    return [fix.title, edits, fix.applicability.name, list(fix.claims)]


def _of_notice(notice: Notice) -> list[object]:
    return [notice.path, notice.line, notice.message, notice.kind.name]


# From bytes: a value of another type raises TypeError, an unknown name KeyError, and a value that the constructors of
# findings reject ValueError.


def _finding(value: object) -> Finding:
    rule, message, severity, confidence, locations, hint, flow, exits, symbol, anchor, pedantic, fixes, fingerprint = (
        _row(value, 13)
    )
    _texts(rule, message, hint, symbol, anchor, fingerprint)
    if type(pedantic) is not bool:
        raise TypeError(pedantic)
    return Finding(
        rule,
        message,
        _SEVERITIES[severity],
        _CONFIDENCES[confidence],
        tuple(map(_location, _row(locations))),
        hint,
        tuple(map(_location, _row(flow))),
        tuple(map(_location, _row(exits))),
        symbol,
        anchor,
        pedantic,
        tuple(map(_fix, _row(fixes))),
        fingerprint,
    )


def _location(value: object) -> Location:
    path, start, end, kind, note = _row(value, 5)
    _texts(path, note)
    return Location(path, _span(start, end), _LOCATIONS[kind], note)


def _fix(value: object) -> Fix:
    title, edits, applicability, claims = _row(value, 4)
    _texts(title, *_row(claims))
    return Fix(title, tuple(map(_edit, _row(edits))), _APPLICABILITIES[applicability], tuple(claims))


def _edit(value: object) -> Edit:
    path, start, end, text = _row(value, 4)
    _texts(path, text)
    return Edit(path, _span(start, end), text)


def _notice(value: object) -> Notice:
    path, line, message, kind = _row(value, 4)
    _texts(path, message)
    if type(line) is not int or line < 0:
        raise TypeError(line)
    return Notice(path, line, message, _NOTICES[kind])


def _span(start: object, end: object) -> Span:
    if type(start) is not int or type(end) is not int:
        raise TypeError(start, end)
    return Span(start, end)


def _row(value: object, length: int | None = None) -> list[Any]:
    if type(value) is not list or (length is not None and len(value) != length):
        raise TypeError(value)
    return value


def _texts(*values: object) -> None:
    for value in values:
        if type(value) is not str:
            raise TypeError(value)
