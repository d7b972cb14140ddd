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
        site = site.at(unwrapped(site.node))
        constant = self._constant(site)
        return Prefix(constant, is_whole=True) if constant is not None else Prefix(self._beginning(site))

    def _beginning(self, site: Site) -> str:
        """Return what a text begins with wherever its first part may come from."""
        texts: list[str] = []
        pending, seen = [site], {site}
        while pending:
            text, first = self._begun(pending.pop())
            sources = self.definitions.sources(first) if first is not None else []
            if not sources or len(seen) > TEXT_SOURCES.most:
                texts.append(text)
                continue
            pending += [each for each in sources if each not in seen]
            seen.update(sources)
        return common(texts)

    def _begun(self, site: Site) -> tuple[str, Site | None]:
        """Return what a text begins with, or the expression that it begins with, wherever that may come from."""
        site = site.at(unwrapped(site.node))
        constant, left = self._constant(site), site.node.field("left")
        if constant is not None:
            return constant, None
        if site.node.kind == "binary_expression" and left is not None:
            return self._begun(site.at(left))
        if site.node.kind != "call_expression":
            return "", None
        name = self.shapes.callee(site.node, site.file).qualified
        arguments = [site.at(node) for node in self.shapes.arguments(site.node)]
        if name == "fmt.Sprintf" and arguments:
            head, verb, rest = self._beginning(arguments[0]).partition("%")
            is_text = bool(verb) and not head and rest[:1] in {"s", "v"} and len(arguments) > 1
            return ("", arguments[1]) if is_text else (head, None)
        return "", arguments[0] if name == "net.JoinHostPort" and arguments else None

    def _constant(self, site: Site) -> str | None:
        value = self.shapes.types.constants.value(site.node, site.file)
        return value if isinstance(value, str) else None


def common(texts: Iterable[str]) -> str:
    """Return what all of some texts begin with.

    >>> common(["tcp4", "tcp6"]), common([])
    ('tcp', '')
    """
    listed = [*texts]
    first, last = min(listed, default=""), max(listed, default="")
    return next((first[:place] for place, letter in enumerate(first) if last[place] != letter), first)
