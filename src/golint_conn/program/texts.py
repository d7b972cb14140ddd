"""Texts: what the text of an expression is sure to begin with, wherever its parts come from.

`"localhost:" + port` and `fmt.Sprintf("localhost:%d", port)` begin with `localhost:`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.program.functions import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from golint_conn.program.definitions import Definitions
    from golint_conn.program.site import Site

_DEPTH = 2
"""How many parts of a text are followed to where they come from, one inside of the other."""


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

    def prefix(self, site: Site, depth: int = _DEPTH) -> Prefix:
        """Return what the text of a string expression is sure to begin with, from its constant parts."""
        site = site.at(unwrapped(site.node))
        value = self.shapes.types.constants.value(site.node, site.file)
        if isinstance(value, str):
            return Prefix(value, is_whole=True)
        left = site.node.field("left")
        if site.node.kind == "binary_expression" and left is not None:
            return Prefix(self.prefix(site.at(left), depth).text)
        if site.node.kind == "call_expression":
            return Prefix(self._built(site, depth))
        return Prefix("")

    def _built(self, call: Site, depth: int) -> str:
        """Return what a function that puts texts together is sure to begin its result with."""
        name = self.shapes.callee(call.node, call.file).qualified
        arguments = [call.at(node) for node in self.shapes.arguments(call.node)]
        if name == "fmt.Sprintf" and arguments:
            head, verb, rest = self.prefix(arguments[0]).text.partition("%")
            is_text = bool(verb) and not head and rest[:1] in {"s", "v"} and len(arguments) > 1
            return self._common(arguments[1], depth) if is_text else head
        if name == "net.JoinHostPort" and arguments:
            return self._common(arguments[0], depth)
        return ""

    def _common(self, site: Site, depth: int) -> str:
        """Return what the text of an expression begins with wherever it may come from."""
        if depth <= 0:
            return ""
        return common(self.prefix(each, depth - 1).text for each in self.definitions.sources(site))


def common(texts: Iterable[str]) -> str:
    """Return what all of some texts begin with.

    >>> common(["tcp4", "tcp6"]), common([])
    ('tcp', '')
    """
    listed = [*texts]
    first, last = min(listed, default=""), max(listed, default="")
    return next((first[:place] for place, letter in enumerate(first) if last[place] != letter), first)
