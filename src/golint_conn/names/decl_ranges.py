"""Declaration ranges: the ranges of bytes in a file that hold one top-level declaration each, found without parsing.

A name of another package is one declaration in a file of hundreds, and parsing a declaration costs ten thousand times
as much as finding it. gofmt begins each declaration in the first column, and nothing else there looks like one. The
brackets show whether a file follows that: they must be balanced in each range. A file that does not is one range as a
whole; that is slower, but changes no result.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum

_BOUNDARY = re.compile(rb"\n(?:func|type|var|const)\b")
_TOKEN = re.compile(
    rb"//[^\n]*|/\*.*?(?:\*/|\Z)|`[^`]*`?|\"(?:[^\"\\\n]|\\[^\n])*\"?|'(?:[^'\\\n]|\\[^\n])*'?",
    re.DOTALL,
)
_FUNCTION = re.compile(rb"func\s+(?:\(([^()]*)\)\s*)?([\w\x80-\xff]+)")
_RECEIVER = re.compile(
    rb"\s*+(?:[\w\x80-\xff]++\s++(?=[*\w\x80-\xff]))?\**+\s*+([\w\x80-\xff]++)\s*+(?:\[.*\]\s*)?", re.DOTALL
)
_SINGLE = re.compile(rb"(?:type|var|const)\s+([\w\x80-\xff]+(?:\s*,\s*[\w\x80-\xff]+)*)")
_FURTHER = re.compile(rb"[\n;}/][ \t]*(?:var|const|type|func\s+[(\w\x80-\xff])")
_KEYWORD = re.compile(rb"\b(?:func|type|var|const)\b")
_GROUP = re.compile(rb"(?:type|var|const)\s*\(")
_GROUPED = re.compile(rb"[\n;(][ \t]*([\w\x80-\xff]+(?:[ \t]*,\s*[\w\x80-\xff]+)*)")
_REMAINS = re.compile(rb"\s*+(?://[^\n]*+\s*+)*\Z")
_PAIRS = ((b"{", b"}"), (b"(", b")"))


class SectionKind(Enum):
    """What a range holds."""

    HEAD = "head"
    """The package clause and the imports."""
    FUNCTION = "function"
    OTHER = "other"
    """Types, variables or constants."""
    ANY = "any"
    """Any of these: only parsing can say."""


@dataclass(frozen=True, slots=True)
class DeclRange:
    """A range of bytes of a file, and the names that it declares: all of them, and perhaps more.

    `receiver` is the name of the type that a method belongs to, empty if it is not a method.
    """

    start: int
    end: int
    kind: SectionKind
    names: tuple[bytes, ...] = ()
    receiver: bytes = b""


class DeclRanges:
    """The ranges of one file, in order; together they cover it."""

    def __init__(self, data: bytes) -> None:
        starts = _starts(data, data)
        if starts is None:
            starts = _starts(data, _blanked(data))
        if starts is None:
            self.all = [DeclRange(0, len(data), SectionKind.ANY)]
        else:
            ends = [*starts, len(data)]
            is_head = _KEYWORD.search(data, 0, ends[0]) is None
            self.all = [DeclRange(0, ends[0], SectionKind.HEAD if is_head else SectionKind.ANY)]
            self.all += [_section(data, start, end) for start, end in zip(starts, ends[1:], strict=True)]
        self._starts = [section.start for section in self.all]

    def at(self, offset: int) -> int:
        """Return the number of the range that holds a byte."""
        return bisect_right(self._starts, offset) - 1


def _starts(data: bytes, code: bytes) -> list[int] | None:
    """Return where declarations begin, judged by what looks like code; None if that cannot be right."""
    starts = [match.start() + 1 for match in _BOUNDARY.finditer(code)]
    ends = [*starts, len(code)]
    is_code = code is not data
    count = code.count
    for start, end in zip([0, *starts], ends, strict=True):
        if any(count(left, start, end) != count(right, start, end) for left, right in _PAIRS):
            return None
        # A line inside a raw string or a comment begins nothing.
        if not is_code and (count(b"`", start, end) % 2 or count(b"/*", start, end) != count(b"*/", start, end)):
            return None
    return starts


def _blanked(data: bytes) -> bytes:
    """Return the text with all comments and literals replaced by blanks, at the same offsets."""
    return _TOKEN.sub(lambda match: b" " * (match.end() - match.start()), data)


def _section(data: bytes, start: int, end: int) -> DeclRange:
    if data.startswith(b"func", start):
        match = _FUNCTION.match(data, start, end)
        if match is None or not _ends_with_body(data, start, end):
            return DeclRange(start, end, SectionKind.ANY)
        receiver = _RECEIVER.fullmatch(match[1]) if match[1] is not None else None
        if match[1] is not None and receiver is None:
            return DeclRange(start, end, SectionKind.ANY)
        return DeclRange(start, end, SectionKind.FUNCTION, (match[2],), receiver[1] if receiver is not None else b"")
    if _FURTHER.search(data, start, end):
        return DeclRange(start, end, SectionKind.ANY)
    if _GROUP.match(data, start, end):
        found = {name.strip() for names in _GROUPED.findall(data, start, end) for name in names.split(b",")}
        return DeclRange(start, end, SectionKind.OTHER, tuple(sorted(found)))
    single = _SINGLE.match(data, start, end)
    if single is None:
        return DeclRange(start, end, SectionKind.ANY)
    return DeclRange(start, end, SectionKind.OTHER, tuple(name.strip() for name in single[1].split(b",")))


def _ends_with_body(data: bytes, start: int, end: int) -> bool:
    """Return whether only blanks and comments follow the function that a range begins with."""
    closing = data.rfind(b"\n}", start, end)
    if closing < 0:
        line = data.find(b"\n", start, end)
        behind = line if line >= 0 else end
        return _FURTHER.search(data, start, behind) is None and _REMAINS.match(data, behind, end) is not None
    # A second brace in the first column may end another declaration.
    return data.find(b"\n}", start, closing) < 0 and _REMAINS.match(data, closing + 2, end) is not None
