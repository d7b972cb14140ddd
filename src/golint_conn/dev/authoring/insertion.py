"""Inserts a Go block into the docstring of a rule file, and changes no byte outside the docstring."""

from __future__ import annotations

import codecs
import re

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

from golint_conn.dev.authoring.blocks import Docstring
from golint_conn.dev.authoring.rule_text import UnreadableRuleError, refuse_no_python
from golint_conn.rule.about.documentation import SECTIONS
from golint_conn.run.request import UsageError

_TABS = re.compile(r"^\t+", re.MULTILINE)
_TAB = " " * 8
"""Replaces a tab in a docstring, because Python code is formatted with spaces."""


def indented(code: str) -> str:
    """Return Go code as it is written in a docstring."""
    return _TABS.sub(lambda match: _TAB * len(match[0]), code)


def with_example(path: str, data: bytes, section: str, code: str) -> bytes:
    """Return a rule file with one more Go block at the end of a section, which is created if missing.

    Raises UsageError for an unreadable file, and for code that its docstring cannot hold.
    """
    try:
        refuse_no_python(path, data)
        module = cst.parse_module(data)
    except (UnreadableRuleError, cst.ParserSyntaxError, RecursionError) as error:
        raise UsageError(str(error)) from error
    wrapper = MetadataWrapper(module)
    literal = _docstring(wrapper.module)
    if literal is None or len(literal.quote) != 3:  # noqa: PLR2004 (quotes)
        message = f"{path}: it does not start with a docstring in triple quotes"
        raise UsageError(message)
    # The bytes are spliced, not rendered from the tree, which does not preserve all white space.
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    plain = data[len(mark) :].decode(module.encoding).encode()
    span = wrapper.resolve(ByteSpanPositionProvider)[literal]
    end = span.start + span.length
    if plain[span.start : end] != literal.value.encode():
        message = f"{path}: because of its line breaks, its docstring cannot be located"
        raise UsageError(message)
    new = plain[: span.start] + _extended(path, literal, section, code).encode() + plain[end:]
    return mark + new.decode().encode(module.encoding.removesuffix("-sig"))


def _docstring(module: cst.Module) -> cst.SimpleString | None:
    first = module.body[0] if module.body else None
    statement = first.body[0] if isinstance(first, cst.SimpleStatementLine) else None
    value = statement.value if isinstance(statement, cst.Expr) else None
    return value if isinstance(value, cst.SimpleString) else None


def _extended(path: str, literal: cst.SimpleString, section: str, code: str) -> str:
    """Return the source of a docstring with another block."""
    mark = literal.quote
    head = literal.value[: literal.value.index(mark)] + mark
    inner = literal.value[len(head) : -len(mark)]
    end = "\r\n" if "\r\n" in inner else "\n"
    lines = inner.split("\n")
    block = ["```go", *_escaped(path, literal, indented(code)).rstrip("\n").split("\n"), "```"]
    at, added = _place(Docstring("\n".join(line.removesuffix("\r") for line in lines), 1), section, block)
    if at >= len(lines):
        return f"{head}{inner}{end}{end.join(added)}{end}{mark}"
    offset = sum(len(line) + 1 for line in lines[:at])
    return f"{head}{inner[:offset]}{''.join(f'{line}{end}' for line in added)}{inner[offset:]}{mark}"


def _place(found: Docstring, section: str, block: list[str]) -> tuple[int, list[str]]:
    """Return the line of the docstring before which a block goes, and its lines with empty ones around them."""
    inside = [each for each in found.blocks if each.section == section]
    if inside:
        # After the fence that closes the last block.
        return inside[-1].line + len(inside[-1].lines), ["", *block]
    own = next((at for at, name in found.headings if name == section), None)
    heading = [] if own is not None else [f"## {section}", ""]
    later = SECTIONS[SECTIONS.index(section) + 1 :]
    behind = (at for at, name in found.headings if (at > own if own is not None else name in later))
    following = next(behind, None)
    if following is not None:
        return following, [*heading, *block, ""]
    last = max((at for at, line in enumerate(found.lines) if line.strip()), default=0)
    return last + 1, ["", *heading, *block]


def _escaped(path: str, literal: cst.SimpleString, code: str) -> str:
    """Return code as the source of a string; raises UsageError if a raw string cannot hold it."""
    if "r" not in literal.prefix.lower():
        return code.replace("\\", "\\\\").replace(literal.quote, "\\" + "\\".join(literal.quote))
    if literal.quote in code or code.endswith("\\"):
        message = f"{path}: the docstring is a raw string, which cannot hold {literal.quote}"
        raise UsageError(message)
    return code
