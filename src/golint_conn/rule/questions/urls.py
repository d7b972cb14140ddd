"""URLs: which host the address of a request names, and whether it is the same each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.program.functions import unwrapped

if TYPE_CHECKING:
    from golint_conn.program.site import Site
    from golint_conn.rule.questions.code import Code
    from golint_conn.rule.questions.values import Values


class Urls:
    """Reads addresses that are composed of parts."""

    def __init__(self, code: Code, values: Values) -> None:
        self.code = code
        self.values = values

    def steady(self, url: Site) -> str | None:
        """Return the text that an address begins with, if known and if it names the same host each time."""
        pending, seen = [url], {url}
        found: list[str] = []
        while pending:
            text, further = self._beginning(pending.pop())
            if text is None:
                return None
            found += [] if further else [text]
            pending += [each for each in further if each not in seen]
            seen.update(further)
        return min(found, default=None)

    def _beginning(self, url: Site) -> tuple[str | None, list[Site]]:
        """Return what an address begins with (None if that varies), and the expressions that decide it, if any."""
        url = url.at(unwrapped(url.node))
        text = self.code.text_prefix(url)
        first, second = self._first_parts(url)
        if "/" in text.partition("://")[2] or (text and first is None):
            return text, []
        if text and first is not None and self.code.constant(first) is not None:
            return text if second is not None and not self.values.varies(second) else None, []
        return ("", [first]) if first is not None else self._elsewhere(url)

    def _elsewhere(self, url: Site) -> tuple[str | None, list[Site]]:
        """Return the same for an address that is composed elsewhere."""
        symbol = self.code.symbol(url) if url.node.kind == "identifier" else None
        if symbol is not None and symbol.declaration.kind == "range_clause":
            return None, []
        sources = [each for each in self.values.sources(url) if each != url] if symbol is not None else []
        if not sources and self.values.varies(url):
            return None, []
        return "", sources

    def _first_parts(self, url: Site) -> tuple[Site | None, Site | None]:
        """Return the first two parts of a text, if it is composed of parts."""
        left, right = url.node.field("left"), url.node.field("right")
        if url.node.kind == "binary_expression" and left is not None and right is not None:
            return url.at(left), url.at(right)
        name = self.code.callee_name(url)
        arguments = self.code.arguments(url) if name in {"fmt.Sprintf", "net/url.JoinPath"} else []
        if name == "fmt.Sprintf" and self.code.text_prefix(url) == "":
            arguments = arguments[1:]
        return (arguments[0], arguments[1] if len(arguments) > 1 else None) if arguments else (None, None)
