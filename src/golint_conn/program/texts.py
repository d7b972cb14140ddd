"""Texts: what the text of an expression is sure to begin with, wherever its parts come from.

`"localhost:" + port` and `fmt.Sprintf("localhost:%d", port)` begin with `localhost:`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.names.budgets import TEXT_SOURCES
from golint_conn.program.functions import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from golint_conn.program.definitions import Definitions
    from golint_conn.program.site import Site


@dataclass(frozen=True, slots=True)
class Prefix:
    """What a text is sure to begin with; `is_whole` says that this is all of it."""

    text: str
    is_whole: bool = False


class Texts:
    """Answers the question."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.shapes = definitions.shapes

    def prefix(self, site: Site) -> Prefix:
        """Return what the text of a string expression is sure to begin with, from its constant parts."""
        found, first = self._begun(site)
        if first is None:
            return found
        texts: list[str] = []
        pending, seen = [first], {first}
        while pending:
            source = pending.pop()
            sources = self.definitions.sources(source) if len(seen) <= TEXT_SOURCES.most else []
            texts += [] if sources else [""]
            for each in sources:
                begun, first = self._begun(each)
                if first is None:
                    texts.append(begun.text)
                elif first not in seen:
                    seen.add(first)
                    pending.append(first)
        return Prefix(common(texts))

    def _begun(self, site: Site) -> tuple[Prefix, Site | None]:
        """Return what a text begins with, or the expression that it begins with, wherever that comes from."""
        site = site.at(unwrapped(site.node))
        value = self.shapes.types.constants.value(site.node, site.file)
        if isinstance(value, str):
            return Prefix(value, is_whole=True), None
        left = site.node.field("left")
        if site.node.kind == "binary_expression" and left is not None:
            begun, first = self._begun(site.at(left))
            return Prefix(begun.text), first
        return self._built(site) if site.node.kind == "call_expression" else (Prefix(""), None)

    def _built(self, call: Site) -> tuple[Prefix, Site | None]:
        """Return what the result of a function that builds texts is sure to begin with."""
        name = self.shapes.callee(call.node, call.file).qualified
        arguments = [call.at(node) for node in self.shapes.arguments(call.node)]
        if name == "fmt.Sprintf" and arguments:
            head, verb, rest = self.prefix(arguments[0]).text.partition("%")
            is_text = bool(verb) and not head and rest[:1] in {"s", "v"} and len(arguments) > 1
            return Prefix(head), arguments[1] if is_text else None
        if name == "net.JoinHostPort" and arguments:
            return Prefix(""), arguments[0]
        return Prefix(""), None


def common(texts: Iterable[str]) -> str:
    """Return the common beginning of some texts.

    >>> common(["tcp4", "tcp6"]), common([])
    ('tcp', '')
    """
    listed = [*texts]
    first, last = min(listed, default=""), max(listed, default="")
    return next((first[:place] for place, letter in enumerate(first) if last[place] != letter), first)
