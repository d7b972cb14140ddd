"""The docstring of a rule file, line by line: headings, and blocks of Go code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_HEADING = re.compile(r"## ++(.*\S)\s*")


@dataclass(frozen=True, slots=True)
class Block:
    """A Go block: its section, the number of its first line of code, from 1 in the rule file, and its lines."""

    section: str
    line: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The code."""
        return "".join(f"{each}\n" for each in self.lines)


class Docstring:
    """The text of a docstring, which starts on a line of its file.

    An escaped line break in it would shift the following lines; no one writes documentation like that.
    """

    def __init__(self, text: str, line: int) -> None:
        self.line = line
        self.lines = text.split("\n")

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        """The headings with their line numbers, counted from 0 in the docstring."""
        found = ((at, _HEADING.fullmatch(each)) for at, each in enumerate(self.lines) if not self._is_code(at))
        return [(at, match[1]) for at, match in found if match is not None]

    @cached_property
    def _code(self) -> list[tuple[int, int, str]]:
        """The fenced blocks: first line, the line after the last, and the language of the fence."""
        found, start, language = [], None, ""
        for at, each in enumerate(self.lines):
            if start is None and each.startswith("```"):
                start, language = at + 1, each.strip("` \t\r")
            elif start is not None and each.rstrip() == "```":
                found.append((start, at, language))
                start = None
        return found if start is None else [*found, (start, len(self.lines), language)]

    def _is_code(self, at: int) -> bool:
        return any(start <= at < end for start, end, _ in self._code)

    @cached_property
    def blocks(self) -> list[Block]:
        """The Go blocks, in order."""
        return [
            Block(self.section(start), self.line + start, tuple(self.lines[start:end]))
            for start, end, language in self._code
            if language == "go"
        ]

    def section(self, at: int) -> str:
        """Return the heading above a line, empty for the part before the first."""
        return next((name for start, name in reversed(self.headings) if start < at), "")

    def text(self, section: str) -> str:
        """Return the text under a heading."""
        headings = {at for at, _ in self.headings}
        own = [each for at, each in enumerate(self.lines) if at not in headings and self.section(at) == section]
        return "\n".join(own).strip()
