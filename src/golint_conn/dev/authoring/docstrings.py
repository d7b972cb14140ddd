"""The documentation of a rule file: its sections, its Go blocks, and the findings that these expect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from golint_conn.dev.authoring.blocks import Docstring
from golint_conn.dev.authoring.form import rule_call
from golint_conn.dev.authoring.problem import Problem
from golint_conn.dev.authoring.rule_metadata import by_keyword
from golint_conn.dev.wants import expectations
from golint_conn.rule.about.documentation import SECTIONS
from golint_conn.run.config.suggestion import suggest
from golint_conn.source import SourceFile
from golint_conn.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from golint_conn.dev.authoring.blocks import Block
    from golint_conn.dev.authoring.rule_text import RuleText

_DOCSTRING = "docstring"
_REQUIRED = ("Bad", "Good", "Limits", "References")
_CODE = ("Bad", "Good", "Fixed")
_LONGEST_TITLE = 100
_LINK = re.compile(r"https?://\S+")


def docstring_of(text: RuleText) -> Docstring | None:
    """Return the docstring of a rule file, None if it is not a single string."""
    if not isinstance(text.docstring, cst.SimpleString):
        return None
    value = text.docstring.evaluated_value
    return Docstring(value, text.start(text.docstring)[0]) if isinstance(value, str) else None


def check_docstring(text: RuleText) -> Iterator[Problem]:
    """Yield the problems of the documentation."""
    found = docstring_of(text)
    if found is None:
        if text.docstring is not None:
            yield text.problem(text.docstring, _DOCSTRING, "the docstring consists of several strings")
        return
    for line, message in (*_head(found), *_sections(found), *_blocks(found), *_fixes(text, found)):
        yield Problem(text.path, line, 1, _DOCSTRING, message)


def _head(found: Docstring) -> Iterator[tuple[int, str]]:
    title, _, reason = found.text("").partition("\n")
    if not title or found.lines[0].strip() != title:
        yield found.line, "the docstring does not start with the title of the rule"
    if title.endswith("."):
        yield found.line, "the title ends with a period"
    if len(title) >= _LONGEST_TITLE:
        yield found.line, f"the title has {len(title)} characters; it must have fewer than {_LONGEST_TITLE}"
    if not reason.strip():
        yield found.line, "the docstring does not say why it matters, between the title and ## Bad"


def _sections(found: Docstring) -> Iterator[tuple[int, str]]:
    names = [name for _, name in found.headings]
    for at, name in found.headings:
        if name not in SECTIONS:
            yield found.line + at, f"there is no section {name!r}{suggest(name, SECTIONS)}"
        elif not found.text(name):
            yield found.line + at, f"## {name} is empty"
    known = [(at, name) for at, name in found.headings if name in SECTIONS]
    for place, (at, name) in enumerate(known):
        before = [each for _, each in known[:place]]
        if name in before:
            yield found.line + at, f"a second section ## {name}"
        elif any(SECTIONS.index(each) > SECTIONS.index(name) for each in before):
            yield found.line + at, f"## {name} is out of order; the order is {', '.join(SECTIONS)}"
    yield from ((found.line, f"the docstring lacks ## {name}") for name in _REQUIRED if name not in names)
    for at, name in found.headings:
        if name == "References" and not _LINK.search(found.text(name)):
            yield found.line + at, "## References has no URL (https://...)"


def _blocks(found: Docstring) -> Iterator[tuple[int, str]]:
    names = [name for _, name in found.headings]
    for name in _CODE[:2]:
        if name in names and not any(block.section == name for block in found.blocks):
            line = next(at for at, each in found.headings if each == name)
            yield found.line + line, f"## {name} has no Go block, which starts with ```go and ends with ```"
    for block in found.blocks:
        if block.section in _CODE:
            yield from _block(block)


def _block(block: Block) -> Iterator[tuple[int, str]]:
    source = SourceFile("block.go", block.text.encode("utf-8", "surrogateescape"))
    broken = parse(source).errors()
    if broken:
        yield block.line + source.line_number(broken[0].start) - 1, f"the Go code under ## {block.section} has an error"
    wants = expectations(source)
    if block.section == "Bad" and not wants:
        yield block.line, 'no line of this Bad code states its finding: // want "regex"'
    for want in wants:
        at = block.line + want.line - 1
        if block.section != "Bad":
            yield at, f"a // want comment under ## {block.section}, which must have no findings"
        reason = _not_a_regex(want.pattern)
        if reason:
            yield at, f"{want.pattern!r} is not a regular expression: {reason}"


def _not_a_regex(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    return ""


def _fixes(text: RuleText, found: Docstring) -> Iterator[tuple[int, str]]:
    """Yield a section Fixed in a rule without fixes; only a run can tell whether each fix has its block."""
    places: Sequence[int] = [at for at, name in found.headings if name == "Fixed"]
    if places and not _may_fix(text):
        yield found.line + places[0], "there is a section ## Fixed, but the rule offers no fix"


def _may_fix(text: RuleText) -> bool:
    """Return whether any call takes a fix as an argument."""
    made = rule_call(text)
    if made is not None and "fix" in by_keyword(made):
        return True
    return any(each.keyword is not None and each.keyword.value == "fix" for each in text.every(cst.Arg))
