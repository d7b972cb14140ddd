"""Notices as notifications: what a run could not do, reported without making GitHub reject the rest.

With `executionSuccessful: false`, GitHub rejects a whole upload. Trouble with single files does not justify that, so a
log always says true and reports the trouble here; GitHub shows it on the status page of the tool.
"""

from golint_conn.finding import Notice, NoticeKind
from golint_conn.report.sarif.locations import Places
from golint_conn.report.sarif.log_classes import (
    Message,
    MultiformatMessageString,
    Notification,
    ReportingConfiguration,
    ReportingDescriptor,
    ReportingDescriptorReference,
)
from golint_conn.report.sarif.messages import plain, sentence

# Kind of notice: level, name, and what it means.
_KINDS = {
    NoticeKind.UNREADABLE: ("warning", "UnreadableFile", "A file was not read, so nothing in it was reported."),
    NoticeKind.SYNTAX: ("warning", "SyntaxNotUnderstood", "A part of a file was not understood and not reported on."),
    NoticeKind.LIMIT: ("warning", "LimitReached", "An analysis or a report stopped at a limit."),
    NoticeKind.CRASH: ("error", "RuleCrashed", "A rule or the tool itself failed somewhere; the rest continued."),
    NoticeKind.CONFIG: ("warning", "UnusableSetting", "A setting was not usable and was ignored."),
    NoticeKind.FIX: ("note", "FixNotApplied", "A fix was not applied, because it would not have cured its defect."),
    NoticeKind.BASELINE: ("note", "BaselineOutdated", "An entry of the baseline is stale."),
    NoticeKind.CACHE: ("note", "CacheNotUsable", "The cache was not usable; the findings do not depend on it."),
}
_ORDER = {kind: index for index, kind in enumerate(_KINDS)}

# A notice is due above this number of results: GitHub shows fewer results than it accepts.
_MOST_SHOWN = 5_000


def descriptors() -> list[ReportingDescriptor]:
    """Return the descriptions of all notifications that a log can hold, in a stable order."""
    return [
        ReportingDescriptor(
            id=_identifier(kind),
            name=name,
            short_description=MultiformatMessageString(text=meaning),
            full_description=MultiformatMessageString(text=meaning),
            default_configuration=ReportingConfiguration(level=level),
            help=MultiformatMessageString(text=meaning, markdown=meaning),
        )
        for kind, (level, name, meaning) in _KINDS.items()
    ]


def notification(notice: Notice, places: Places) -> Notification:
    """Return the notification for a notice."""
    return Notification(
        descriptor=ReportingDescriptorReference(id=_identifier(notice.kind), index=_ORDER[notice.kind]),
        level=_KINDS[notice.kind][0],
        message=Message(text=sentence(plain(notice.message))),
        locations=[places.file_location(notice.path, notice.line)] if notice.path else None,
    )


def limit_notices(found: int, written: int) -> list[Notice]:
    """Return notices about results that GitHub rejects or does not show.

    >>> [notice.message for notice in limit_notices(30_000, 25_000)]
    ['30,000 results were found; this log holds the worst 25,000, of which GitHub shows the first 5,000']
    >>> [notice.message for notice in limit_notices(6_000, 6_000)]
    ['this log holds 6,000 results, the worst first, of which GitHub shows the first 5,000']
    >>> limit_notices(5_000, 5_000)
    []
    """
    if written <= _MOST_SHOWN:
        return []
    shown = f"of which GitHub shows the first {_MOST_SHOWN:,}"
    message = f"this log holds {written:,} results, the worst first, {shown}"
    if found > written:
        message = f"{found:,} results were found; this log holds the worst {written:,}, {shown}"
    return [Notice("", 0, message, NoticeKind.LIMIT)]


def _identifier(kind: NoticeKind) -> str:
    return f"notice/{kind.value}"
