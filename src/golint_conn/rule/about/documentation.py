"""Documentation: turns the docstring of a rule file into what users read.

The first line is the title; the text up to the first `##` heading says why it matters; the sections Bad, Good, Fixed,
Limits and References follow. Go blocks in Bad and Good are tests, and their `// want` comments are not shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from golint_conn.rule.about.rule_info import RuleInfo

if TYPE_CHECKING:
    from golint_conn.rule.model import Model

SECTIONS = ("Bad", "Good", "Fixed", "Limits", "References")
"""The sections that a rule's documentation may have, in this order; Bad and Good are required."""

_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```go\n(?:(.*?)^```$|.*)", re.MULTILINE | re.DOTALL)
_WANT = re.compile(r"(?<![ \t])[ \t]*// want .*$", re.MULTILINE)


def sections(docstring: str) -> dict[str, str]:
    r"""Return the parts of a rule's documentation by heading; the part before the first heading is under ``.

    >>> sections("Title\n\nWhy.\n\n## Bad\ncode")
    {'': 'Title\n\nWhy.', 'Bad': 'code'}
    """
    # The docstring of a module is not indented, and the Go code in it keeps its tabs.
    pieces = _HEADING.split(docstring.strip())
    found = {"": pieces[0].strip()}
    found.update({name.strip(): text.strip() for name, text in zip(pieces[1::2], pieces[2::2], strict=True)})
    return found


def go_blocks(text: str) -> list[str]:
    """Return the Go code blocks of a piece of Markdown, in order."""
    return [match[1] for match in _BLOCK.finditer(text) if match[1] is not None]


def without_wants(text: str) -> str:
    """Return Go code as users see it, without the expectations of tests."""
    return _WANT.sub("", text)


def describe(rule: Model, docstring: str) -> RuleInfo:
    """Return the description of a rule; raises ValueError if its documentation is incomplete."""
    parts = sections(docstring)
    title, _, why = parts[""].partition("\n")
    paragraphs = [" ".join(each.split()) for each in why.strip().split("\n\n") if each.strip()]
    missing = [name for name in ("Bad", "Good") if not go_blocks(parts.get(name, ""))]
    if not title or not paragraphs or missing:
        what = [*([] if title else ["a title"]), *([] if paragraphs else ["a reason"]), *missing]
        message = f"rule {rule.id}: its docstring lacks {', '.join(what)}"
        raise ValueError(message)
    unknown = [name for name in parts if name and name not in SECTIONS]
    if unknown:
        message = f"rule {rule.id}: its docstring has a section {unknown[0]!r}; known are {', '.join(SECTIONS)}"
        raise ValueError(message)
    body = [why.strip(), *(f"## {name}\n\n{parts[name]}" for name in SECTIONS if name in parts)]
    return RuleInfo(
        id=rule.id,
        category=rule.category,
        title=title.strip().rstrip("."),
        summary=paragraphs[0],
        documentation=without_wants("\n\n".join(body)),
        severity=rule.severity,
        confidence=rule.confidence,
        cwe=rule.cwe,
        tags=rule.tags,
        security_severity=rule.security_severity,
    )
