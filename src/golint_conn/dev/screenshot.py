"""The example in the README: a run over the service in `docs/example`, as text and as a picture of a terminal."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import TYPE_CHECKING

from golint_conn.report import render
from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = "docs/example"
COMMAND = "golint-conn check"
WIDTH = 100

# Rich links to a font on another site; viewing a picture must not contact it.
_REMOTE_FONT = re.compile(r"@font-face \{[^{}]*\}\s*")

# Rich writes rows of text as <text> elements, at multiples of the size of a character.
_CHARACTER = 12.2
_TEXT = re.compile(r'<text class="[^"]*-r\d+" x="([\d.]+)" y="([\d.]+)"[^<>]*>([^<]*)</text>')


def report(root: Path, *, color: bool) -> str:
    """Return the output of `golint-conn check` in the example folder of a checkout."""
    folder = str((root / EXAMPLE).resolve())
    result = check(CheckRequest(cwd=folder, workers=1, use_config=False, cache=False))
    return render(result, "text", color=color, cwd=folder, width=WIDTH)


def session(root: Path, *, color: bool) -> str:
    """Return the example as a terminal shows it: the prompt, the command and its output."""
    command = f"\x1b[1m{COMMAND}\x1b[0m" if color else COMMAND
    return f"$ {command}\n{report(root, color=color)}"


def picture(text: str) -> str:
    """Return the SVG of a terminal that shows a text with its colors."""
    from rich.console import Console  # noqa: PLC0415 (heavy, and only pictures need it)
    from rich.terminal_theme import MONOKAI  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(width=WIDTH, record=True, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi(text.rstrip("\n")))
    return _REMOTE_FONT.sub("", console.export_svg(title=COMMAND, theme=MONOKAI))


def picture_text(svg: str) -> str:
    """Return the text that such a picture shows, row by row."""
    rows: dict[float, str] = {}
    for x, y, text in _TEXT.findall(svg):
        column = round(float(x) / _CHARACTER)
        rows[float(y)] = rows.get(float(y), "").ljust(column) + unescape(text).replace("\N{NO-BREAK SPACE}", " ")
    return "".join(f"{row.rstrip()}\n" for _, row in sorted(rows.items()))
