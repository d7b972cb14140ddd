"""What a terminal does with text: characters that it must never receive, their widths, and colors.

Source code, paths and messages made from them are untrusted. A control character in them could move the cursor, change
colors or hide a line, and a bidirectional override could show code in a different order than the compiler reads it. All
such characters are replaced by visible ones.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

TAB_STOP = 4
ELLIPSIS = "…"

STYLES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "path": "1",
    "message": "1",
    "rule": "2",
    "gutter": "1;34",
    "related": "1;34",
    "help": "1;36",
    "notice": "1;35",
    "good": "1;32",
}

# Terminals differ in how they combine a joiner, a variation selector or a skin tone with its neighbors. The first two
# are left out, so that the rest has one width everywhere; the third keeps its place inside the emoji.
_JOINERS = frozenset([0x200D, *range(0xFE00, 0xFE10)])
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_HANGUL_VOWELS_AND_FINALS = range(0x1160, 0x1200)
_ESCAPED_CATEGORIES = frozenset(["Cc", "Cf", "Cs", "Zl", "Zp"])
_ESCAPED_BYTES = range(0xDC80, 0xDD00)


@dataclass(frozen=True, slots=True, kw_only=True)
class Painter:
    """Wraps text in the escape codes of a style, or does nothing if colors are off.

    >>> Painter(color=False).paint("ok", "good")
    'ok'
    """

    color: bool

    def paint(self, text: str, style: str) -> str:
        """Return the text in a style of the table."""
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.color and text else text


@lru_cache(maxsize=4096)
def glyph(character: str) -> tuple[str, int]:
    r"""Return how one character is shown, and how many columns that takes.

    >>> glyph("a"), glyph("世"), glyph("\x1b"), glyph("\u202e"), glyph("\u0301")
    (('a', 1), ('世', 2), ('␛', 1), ('<U+202E>', 8), ('\u0301', 0))
    """
    code = ord(character)
    if code in _JOINERS:
        return "", 0
    if unicodedata.category(character) in _ESCAPED_CATEGORIES:
        shown = _escape(code)
        return shown, len(shown)
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me"}:
        return character, 0
    if code in _SKIN_TONES or code in _HANGUL_VOWELS_AND_FINALS:
        return character, 0
    return character, 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cells(text: str) -> Iterator[tuple[str, int]]:
    r"""Yield how each character is shown, with its width; a tab reaches to the next tab stop.

    >>> "".join(shown for shown, _ in cells("a\tb"))
    'a   b'
    """
    column = 0
    for character in text:
        if character == "\t":
            width = TAB_STOP - column % TAB_STOP
            shown = " " * width
        else:
            shown, width = glyph(character)
        column += width
        yield shown, width


def visible(text: str) -> str:
    r"""Return a single line of text without anything that a terminal obeys.

    >>> visible("a\x1b[31mb\nc")
    'a␛[31mb␊c'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(glyph(character)[0] for character in text)


def display_width(text: str) -> int:
    r"""Return how many columns a visible text takes.

    >>> display_width("日本"), display_width("e\u0301")
    (4, 1)
    """
    return len(text) if text.isascii() else sum(glyph(character)[1] for character in text)


def _escape(code: int) -> str:
    if code < 0x20:  # noqa: PLR2004 - the C0 controls, which have pictures of their own
        return chr(0x2400 + code)
    if code == 0x7F:  # noqa: PLR2004 - DEL, the last of them
        return "␡"
    return f"<0x{code - 0xDC00:02X}>" if code in _ESCAPED_BYTES else f"<U+{code:04X}>"
