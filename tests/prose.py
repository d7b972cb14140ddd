"""The prose of a file: comments, docstrings and other text of Python, and Markdown, without the code in it."""

import io
import re
import tokenize
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase

CODE = "\0"
"""Takes the place of each character of code, so that no phrase reaches across it."""

_TEXT = frozenset({"STRING", "COMMENT", "FSTRING_MIDDLE"})
_AROUND_TEXT = frozenset({"FSTRING_START", "FSTRING_END"})
_QUOTES = re.compile(r"""^[a-zA-Z]{0,2}(["']{3}|["'])|(["']{3}|["'])$""")
_IN_TEXT = re.compile(
    r"""
    (?P<code> ``[^`]+`` | `[^`\n]+` | ^[ ]*(?:>>>|\.\.\.)[ ][^\n]* | https?://\S+ )  # names, doctests, addresses
    | (?P<space> \\n | ^[ ]*\#+ )                                                    # line breaks, and signs of comments
    """,
    re.VERBOSE | re.MULTILINE,
)
_IN_WORD = re.compile(r"[\w./$@-]")
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_FIELD = re.compile(r"\{\{|\}\}|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")


@dataclass(frozen=True, slots=True)
class Prose:
    """The words of a file in lower case, one space apart; `starts` are their offsets, `lines` the lines they are on."""

    text: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]

    def found(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
        """Yield the line and the text of each match that begins a word."""
        # A lookbehind in the pattern would take six times as long.
        for match in pattern.finditer(self.text):
            if match.start() == 0 or not _IN_WORD.match(self.text, match.start() - 1):
                yield self.lines[bisect_right(self.starts, match.start()) - 1], match[0]


def prose(path: Path) -> Prose:
    """Return the prose of a Python or Markdown file."""
    text = path.read_text(encoding="utf-8")
    return _words(_python(text) if path.suffix == ".py" else _without_code(text))


def _python(text: str) -> str:
    lines = text.splitlines(keepends=True)
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    pieces, end = [], 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        kind = tokenize.tok_name[token.type]
        if kind in _TEXT or kind in _AROUND_TEXT:
            start, stop = (offsets[row - 1] + column for row, column in (token.start, token.end))
            pieces += [_hidden(text[end:start]), _shown(kind, text[start:stop])]
            end = stop
    return "".join([*pieces, _hidden(text[end:])])


def _shown(kind: str, text: str) -> str:
    if kind in _AROUND_TEXT:
        return re.sub(r"\S", " ", text)
    if kind == "STRING":
        if not re.search(r"\s", text):  # a name
            return _hidden(text)
        if "f" in text[: text.index(text[-1])].lower():
            text = _FIELD.sub(lambda match: _hidden(match[0]), text)
        text = _QUOTES.sub(lambda match: " " * len(match[0]), text)
    return _without_code(text)


def _without_code(text: str) -> str:
    return _IN_TEXT.sub(lambda match: _hidden(match[0]) if match["code"] else " " * len(match[0]), text)


def _hidden(text: str) -> str:
    """Return text of the same length with the same blanks, and everything else replaced."""
    return re.sub(r"\S", CODE, text)


def _words(text: str) -> Prose:
    ends = [0, *(match.end() for match in re.finditer("\n", text))]
    words, starts, lines, at = [], [], [], 0
    for word in re.finditer(r"\S+", text):
        words.append(word[0])
        starts.append(at)
        lines.append(bisect_right(ends, word.start()))
        at += len(word[0]) + 1
    return Prose(" ".join(words).translate(_LOWER), tuple(starts), tuple(lines))
