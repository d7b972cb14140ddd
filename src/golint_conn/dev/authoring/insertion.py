"""A Go block put into the docstring of a rule file, with every byte outside of the docstring as it was."""

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
"""What stands for a tab in a docstring, because that is how Python code is formatted."""


def indented(code: str) -> str:
    """Return Go code as it stands in a docstring."""
    return _TABS.sub(lambda match: _TAB * len(match[0]), code)


def with_example(path: str, data: bytes, section: str, code: str) -> bytes:
    """Return a rule file with one more Go block at the end of a section, which is made where there is none.

    Raises UsageError for a file that cannot be read, and for code that its docstring cannot hold.
    """
    try:
        refuse_no_python(path, data)
        module = cst.parse_module(data)
    except (UnreadableRuleError, cst.ParserSyntaxError, RecursionError) as error:
        raise UsageError(str(error)) from error
    wrapper = MetadataWrapper(module)
    literal = _docstring(wrapper.module)
    if literal is None or len(literal.quote) != 3:  # noqa: PLR2004 (quotes)
        message = f"{path}: it does not begin with a docstring in three quotes"
        raise UsageError(message)
    # The bytes are cut and not written anew from the tree: not all white space comes back from there.
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    plain = data[len(mark) :].decode(module.encoding).encode()
    span = wrapper.resolve(ByteSpanPositionProvider)[literal]
    end = span.start + span.length
    if plain[span.start : end] != literal.value.encode():
        message = f"{path}: its line breaks are such that its docstring cannot be told from the rest"
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
    """Return before which line of the docstring a block goes, and the lines with the empty ones around it."""
    inside = [each for each in found.blocks if each.section == section]
    if inside:
        # Behind the fence that closes the last block.
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
    """Return code as the source of a string; raises UsageError where a raw string cannot hold it."""
    if "r" not in literal.prefix.lower():
        return code.replace("\\", "\\\\").replace(literal.quote, "\\" + "\\".join(literal.quote))
    if literal.quote in code or code.endswith("\\"):
        message = f"{path}: the docstring is a raw string, which cannot hold {literal.quote}"
        raise UsageError(message)
    return code
