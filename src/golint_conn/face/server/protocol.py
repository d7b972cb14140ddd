"""Findings and offers in the protocol's form: diagnostics, code actions and hovers, as the client supports them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.capabilities import get_capability

from golint_conn.finding import Severity
from golint_conn.report.addresses import documentation_uri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from golint_conn.face.server.documents import Documents
    from golint_conn.face.server.jobs import Offer, Shown
    from golint_conn.face.server.positions import Place, Point
    from golint_conn.rule.about.rule_info import RuleInfo

SOURCE = "golint-conn"
FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.{SOURCE}"

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}


class TypeInfo:
    """Creates the objects to send to one client."""

    def __init__(self, capabilities: types.ClientCapabilities, documents: Documents) -> None:
        def able(field: str) -> bool:
            return bool(get_capability(capabilities, field, False))  # noqa: FBT003 (the default of a lookup)

        diagnostics = "text_document.publish_diagnostics"
        self._documents = documents
        self._takes_related = able(f"{diagnostics}.related_information")
        self._takes_links = able(f"{diagnostics}.code_description_support")
        self._tags = frozenset(get_capability(capabilities, f"{diagnostics}.tag_support.value_set") or ())
        self._takes_versions = able("workspace.workspace_edit.document_changes")
        formats = get_capability(capabilities, "text_document.hover.content_format") or ()
        self._hover = types.MarkupKind.Markdown if types.MarkupKind.Markdown in formats else types.MarkupKind.PlainText

    def diagnostic(self, shown: Shown) -> types.Diagnostic:
        """Return the diagnostic of a finding."""
        tags = [
            tag
            for tag, holds in (
                (types.DiagnosticTag.Deprecated, shown.is_deprecated),
                (types.DiagnosticTag.Unnecessary, shown.is_unnecessary),
            )
            if holds and tag in self._tags
        ]
        related = [types.DiagnosticRelatedInformation(self._location(place), note) for place, note in shown.related]
        link = types.CodeDescription(documentation_uri(shown.rule))
        return types.Diagnostic(
            range=range_of(shown.place.start, shown.place.end),
            message=f"{shown.message}\nhelp: {shown.hint}" if shown.hint else shown.message,
            severity=_SEVERITIES[shown.severity],
            code=shown.rule,
            code_description=link if self._takes_links else None,
            source=SOURCE,
            tags=tags or None,
            related_information=related if related and self._takes_related else None,
        )

    def _location(self, place: Place) -> types.Location:
        return types.Location(self._documents.uri(place.path), range_of(place.start, place.end))

    def action(self, offer: Offer, shown: Iterable[Shown]) -> types.CodeAction:
        """Return the code action of an offer about one of some findings."""
        about = [self.diagnostic(each) for each in shown if each.identity == offer.about]
        return types.CodeAction(
            title=offer.title,
            kind=types.CodeActionKind.QuickFix if offer.about is not None else FIX_ALL,
            diagnostics=about or None,
            is_preferred=True if offer.is_preferred else None,
            edit=self._edit(offer),
        )

    def _edit(self, offer: Offer) -> types.WorkspaceEdit:
        edits = {
            each.path: [types.TextEdit(range_of(change.start, change.end), change.text) for change in each.changes]
            for each in offer.files
        }
        if not self._takes_versions:
            return types.WorkspaceEdit(changes={self._documents.uri(path): made for path, made in edits.items()})
        return types.WorkspaceEdit(
            document_changes=[types.TextDocumentEdit(self._versioned(path), made) for path, made in edits.items()]
        )

    def _versioned(self, path: str) -> types.OptionalVersionedTextDocumentIdentifier:
        document = self._documents.at(path)
        version = document.version if document is not None else None
        return types.OptionalVersionedTextDocumentIdentifier(self._documents.uri(path), version)

    def hover(self, shown: Iterable[Shown], rules: Mapping[str, RuleInfo]) -> types.Hover | None:
        """Return the text for findings at one place, each with the documentation of its rule, which appears once."""
        by_rule: dict[str, list[Shown]] = {}
        for each in shown:
            by_rule.setdefault(each.rule, []).append(each)
        if not by_rule:
            return None
        text = "\n\n---\n\n".join(_explained(found, rules.get(rule)) for rule, found in by_rule.items())
        places = [each.place for found in by_rule.values() for each in found]
        whole = range_of(places[0].start, places[0].end) if len(places) == 1 else None
        return types.Hover(types.MarkupContent(self._hover, text), whole)


def range_of(start: Point, end: Point) -> types.Range:
    """Return a range of the protocol."""
    return types.Range(types.Position(start.line, start.column), types.Position(end.line, end.column))


def overlapping(asked: types.Range) -> Callable[[Shown], bool]:
    """Return a test whether a finding touches a range, or a position if that is empty."""
    first, last = ((each.line, each.character) for each in (asked.start, asked.end))

    def overlaps(shown: Shown) -> bool:
        start, end = ((each.line, each.column) for each in (shown.place.start, shown.place.end))
        return start <= last and first <= end

    return overlaps


def _explained(found: Iterable[Shown], info: RuleInfo | None) -> str:
    said = [f"**{each.message}**" + (f"\n\nHelp: {each.hint}" if each.hint else "") for each in found]
    if info is None:
        return "\n\n".join(said)
    link = f"[{info.id}]({documentation_uri(info.id)})"
    return "\n\n".join([*said, f"## {info.title} ({link})", info.documentation])
