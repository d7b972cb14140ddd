"""Evaluation: which findings directives suppress, and which our own directives suppress nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.finding import LocationKind, Severity, Suppression, SuppressionKind
from golint_conn.names.gofile import GoFile
from golint_conn.run.config.suggestion import suggest
from golint_conn.run.filter.suppression.ineffective import Fault, complaint
from golint_conn.run.filter.suppression.peers import meant
from golint_conn.run.suppression_rule import INFO
from golint_conn.run.suppression_words import mentions
from golint_conn.source import SourceFile
from golint_conn.syntax.directives import Dialect, directives

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from golint_conn.finding import Finding, Location
    from golint_conn.run.work.text_digests import Digests
    from golint_conn.source.reader import Reader
    from golint_conn.syntax.directives import Directive


class Judge:
    """Reads the directives of files and remembers what each has suppressed; `known` are the ids of all rules."""

    def __init__(self, reader: Reader, known: Collection[str], day: str) -> None:
        self._reader = reader
        self._known = known
        self._day = day
        self._files: dict[str, tuple[GoFile, list[Directive]] | None] = {}
        self._used: dict[tuple[str, int], set[str]] = defaultdict(set)

    def file(self, path: str) -> tuple[GoFile, list[Directive]] | None:
        """Return a file, by its path in findings, with its directives, or None if it has none."""
        if path not in self._files:
            place = str(Path(self._reader.root, path))
            try:
                data = self._reader.read(place)
            except OSError:
                data = b""
            file = GoFile(place, SourceFile(path, data))
            found = directives(file.tree) if mentions(data) else []
            self._files[path] = (file, found) if found else None
        return self._files[path]

    @property
    def digests(self) -> Digests:
        """The digests of the files with directives that were looked at, by their paths in findings."""
        return {path: each[0].text_digest for path, each in self._files.items() if each is not None}

    def suppressed(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings, with the suppression of each that a directive suppresses."""
        return [self._judged(finding) for finding in findings]

    def _judged(self, finding: Finding) -> Finding:
        reasons = [
            (place.path, directive)
            for place in finding.locations
            if place.kind is not LocationKind.RELATED
            for directive in self._covering(finding.rule, place)
        ]
        for path, directive in reasons:
            self._used[path, directive.span.start].add(finding.rule)
        if not reasons:
            return finding
        path, first = min(reasons, key=lambda each: each[1].dialect is not Dialect.OWN)
        reason = first.reason or f"{first.dialect.value} gives no reason"
        return replace(finding, suppression=Suppression(SuppressionKind.DIRECTIVE, reason, path, first.line))

    def _covering(self, rule: str, place: Location) -> Iterator[Directive]:
        """Yield the effective directives that cover a rule at a place."""
        known = self.file(place.path)
        if known is None:
            return
        source = known[0].source
        first = source.line_number(place.span.start)
        last = source.line_number(max(place.span.start, place.span.end - 1))
        for directive in known[1]:
            if directive.covers(first, last) and self.is_about(directive, rule):
                yield directive

    def is_about(self, directive: Directive, rule: str) -> bool:
        """Return whether a directive suppresses the findings of a rule on the lines that it covers."""
        if directive.dialect is Dialect.OWN:
            return not directive.malformed and not self.is_expired(directive) and rule in directive.names
        names = meant(directive)
        return names is None or rule in names

    def is_expired(self, directive: Directive) -> bool:
        """Return whether the last day of a directive has passed."""
        return bool(directive.until) and directive.until < self._day

    def complaints(
        self, paths: Iterable[str], ran: Collection[str], is_whole: Callable[[str], bool]
    ) -> Iterator[Finding]:
        """Yield the findings about our own directives in some files, after all other findings were evaluated.

        `ran` are the rules that were run; `is_whole` says for a path whether everything that could cause a finding
        there was analyzed, so that a directive without one is not needed.
        """
        for path in sorted(paths):
            known = self.file(path)
            if known is None or known[0].is_generated:
                continue
            file, found = known
            for directive in found:
                if directive.dialect is Dialect.OWN:
                    yield from self._of(file, directive, ran if is_whole(path) else ())

    def _of(self, file: GoFile, directive: Directive, ran: Collection[str]) -> Iterator[Finding]:
        for fault in self._faults(directive, self._used[file.source.path, directive.span.start], ran):
            yield complaint(file, directive, fault)

    def _faults(self, directive: Directive, used: Collection[str], ran: Collection[str]) -> Iterator[Fault]:
        every = directive.names
        if directive.malformed:
            message = f"This directive suppresses nothing: {directive.malformed}."
            yield Fault(message, every, INFO.severity, safe=False)
            return
        if self.is_expired(directive):
            message = f"This directive expired after {directive.until}."
            yield Fault(message, every, INFO.severity, safe=True)
            return
        unknown = tuple(name for name in every if name not in self._known)
        if unknown:
            names = " and ".join(f'"{name}"' for name in unknown)
            near = suggest(unknown[0], self._known) if len(unknown) == 1 else ""
            message = f"This directive names {names}, which is not a rule{near}"
            yield Fault(message + ("" if message.endswith("?") else "."), unknown, INFO.severity, safe=False)
        unused = tuple(name for name in every if name in ran and name not in used)
        if unused:
            message = f"This directive is not needed: {' and '.join(unused)} would report nothing here."
            yield Fault(message, unused, Severity.NOTE, safe=True)
