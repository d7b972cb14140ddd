"""The baseline: findings that existed when it was written, and that may stay until they are fixed.

It is a JSON object from fingerprints to the details that people need to recognize the finding. Entries are sorted by
path, rule and symbol, one per line, so that the diff of two versions can be read and merged. It is a ratchet: an update
removes what is gone and adds nothing unless asked to.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from golint_conn.finding import Suppression, SuppressionKind
from golint_conn.run.request import UsageError
from golint_conn.source.regular import read_regular
from golint_conn.source.writer import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from golint_conn.finding import Finding

FORMAT = 1
_TOOL = "golint-conn"
_FIELDS = ("path", "rule", "symbol")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One finding that may stay; `symbol` is the enclosing function, empty outside functions."""

    path: str
    rule: str
    symbol: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries of a baseline by their fingerprints."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Baseline:
        """Return the baseline that holds some findings."""
        made = (Entry(each.primary.path, each.rule, each.symbol, each.fingerprint) for each in findings)
        return cls({entry.fingerprint: entry for entry in made})

    def marked(self, finding: Finding, path: str) -> Finding:
        """Return a finding, with its suppression if it is in this baseline, which was read from a path."""
        if finding.suppression is not None or finding.fingerprint not in self.entries:
            return finding
        return replace(finding, suppression=Suppression(SuppressionKind.BASELINE, "in the baseline", path))

    def stale(self, present: Collection[str], is_judged: Callable[[Entry], bool]) -> list[Entry]:
        """Return the entries whose findings are gone, in order.

        `present` are the fingerprints of all findings; `is_judged` says for an entry whether its file and rule were
        part of the run.
        """
        return sorted(each for each in self.entries.values() if each.fingerprint not in present and is_judged(each))

    def updated(self, findings: Iterable[Finding], stale: Iterable[Entry], *, accept_new: bool) -> Baseline:
        """Return the baseline without the stale entries, and with new findings only if asked to."""
        gone = {each.fingerprint for each in stale}
        kept = {key: entry for key, entry in self.entries.items() if key not in gone}
        found = Baseline.of(findings).entries if accept_new else {}
        return Baseline({**kept, **found})

    def text(self) -> str:
        """Return the content of the file."""
        import json  # noqa: PLC0415 (few runs have a baseline)

        lines = [
            f"    {json.dumps(each.fingerprint)}: "
            + json.dumps({name: getattr(each, name) for name in _FIELDS}, ensure_ascii=False)
            for each in sorted(self.entries.values())
        ]
        body = "{\n" + ",\n".join(lines) + "\n  }" if lines else "{}"
        return f'{{\n  "tool": "{_TOOL}",\n  "format": {FORMAT},\n  "findings": {body}\n}}\n'

    def encoded(self) -> bytes:
        """Return the content of the file as bytes."""
        return self.text().encode("utf-8", "backslashreplace")


def read_baseline(path: str) -> Baseline:
    """Return the baseline in a file; raise UsageError if the file is not a valid one."""
    import json  # noqa: PLC0415 (few runs have a baseline)

    try:
        document = json.loads(read_regular(path))
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise UsageError(message) from error
    except (ValueError, RecursionError) as error:
        message = f"{path}: not a baseline: {error}"
        raise UsageError(message) from error
    if not isinstance(document, dict) or document.get("tool") != _TOOL:
        message = f'{path}: not a baseline: it lacks "tool": "{_TOOL}"'
        raise UsageError(message)
    if document.get("format") != FORMAT:
        message = f"{path}: a baseline of format {document.get('format')!r}; this version reads format {FORMAT}"
        raise UsageError(message)
    return Baseline(_entries(document.get("findings"), path))


def _entries(found: object, path: str) -> dict[str, Entry]:
    if not isinstance(found, dict):
        message = f'{path}: not a baseline: "findings" must be an object'
        raise UsageError(message)
    wrong = [key for key, value in found.items() if not _is_entry(value)]
    if wrong:
        names = ", ".join(f'"{name}"' for name in _FIELDS)
        raise UsageError(*(f"{path}: not a baseline: {key} lacks one of the strings {names}" for key in wrong))
    return {key: Entry(**{name: value[name] for name in _FIELDS}, fingerprint=key) for key, value in found.items()}


def _is_entry(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(name), str) for name in _FIELDS)


def write_baseline(path: str, baseline: Baseline) -> None:
    """Write a baseline completely or not at all; OSError propagates."""
    write_whole(path, baseline.encoded())
