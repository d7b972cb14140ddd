"""Directives on the command line: `golint-conn ignores`, and `check --add-ignores`."""

from dataclasses import asdict
from time import strftime

from golint_conn.finding import Finding, Notice, NoticeKind
from golint_conn.fixing import Fixed, write_changes
from golint_conn.report import json_text as document
from golint_conn.report.terminal import visible
from golint_conn.report.totals import counted
from golint_conn.report.view import View
from golint_conn.run.config.settings import Settings
from golint_conn.run.filter.suppression.adding import with_directives
from golint_conn.run.filter.suppression.listing import Listed, listed
from golint_conn.run.plan import Plan
from golint_conn.run.request import CheckRequest
from golint_conn.run.result import RunResult
from golint_conn.run.suppression_rule import INFO


def ignores(request: CheckRequest, settings: Settings, format_name: str) -> str:
    """Return the list of all directives in the files of a request, for people or as JSON."""
    plan = Plan(request, settings)
    known = frozenset(info.id for info in plan.infos) | settings.sources.absent
    day = request.today or strftime("%Y-%m-%d")
    found = listed(plan.discovery.files, plan.reader, known, day)
    if format_name == "json":
        return document.dump([_document(each) for each in found], indent=2)
    view = View(root=plan.reader.root, cwd=request.cwd)
    lines = [_line(each, visible(view.path(each.path))) for each in found]
    return "".join(f"{line}\n" for line in [*lines, counted(len(found), "directive")])


def _line(each: Listed, path: str) -> str:
    rules = ", ".join(each.rules) or "all rules"
    until = f" until {each.until}" if each.until else ""
    state = f" [{each.state}]" if each.state else ""
    return f"{path}:{each.line}: {rules}{until}: {each.reason or 'no reason given'} ({each.written_as}){state}"


def _document(each: Listed) -> dict[str, object]:
    fields = asdict(each)
    return {"writtenAs" if name == "written_as" else name: value for name, value in fields.items()}


def add_ignores(result: RunResult, reason: str) -> tuple[str, list[Notice]]:
    """Write a directive for each finding of a run; return how many there are now, and notices of unwritten ones.

    Each file is written completely or not at all, and only if it still holds the text that was read.
    """
    by_path: dict[str, list[Finding]] = {}
    for finding in result.findings:
        if finding.suppression is None and finding.rule != INFO.id:
            by_path.setdefault(finding.primary.path, []).append(finding)
    changes = Fixed(result)
    left: list[Finding] = []
    for path, findings in by_path.items():
        source = result.source(path)
        data, unplaced = with_directives(source, findings, reason)
        left += unplaced
        if data != source.data:
            changes.before[path], changes.after[path] = source.data, data
    notices = write_changes(changes)
    notices += [Notice(path, 0, f"not written: {reason}") for path, reason in result.lost.items()]
    unwritten = {each.path for each in notices}
    text = "no directive can be written here that gofmt would leave in place: {rule} stays"
    for finding in left:
        line = result.source(finding.primary.path).line_number(finding.primary.span.start)
        notices.append(Notice(finding.primary.path, line, text.format(rule=finding.rule), NoticeKind.FIX))
    ignored = sum(len(findings) for path, findings in by_path.items() if path not in unwritten)
    ignored -= sum(finding.primary.path not in unwritten for finding in left)
    files = len(changes.after.keys() - unwritten)
    return f"{counted(ignored, 'finding')} ignored in {counted(files, 'file')}", notices
