"""Shutdown: whether code runs when something stops, so that tearing things down there is right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from golint_conn.program.functions import declared_symbol, enclosing_declaration
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from golint_conn.program.references import References
    from golint_conn.program.site import Site

_NAMES = re.compile(r"(?:[Cc]lose|[Ss]hutdown|[Ss]top|[Tt]eardown|[Tt]earDown|[Cc]leanup|[Dd]ispose|[Dd]rain)(?![a-z])")
_HOOK = "RegisterOnShutdown"
_STOPPING = frozenset({"Shutdown", _HOOK})


class Shutdowns:
    """Answers the question."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.shapes = references.shapes

    def covers(self, site: Site) -> bool:
        """Return whether a site is in a function that stops something, by its name, calls or registration."""
        declaration = enclosing_declaration(site.node)
        name = declaration.field("name") if declaration is not None else None
        if declaration is None or name is None:
            return False
        if _NAMES.match(name.text):
            return True
        calls = Query.of("(call_expression) @call").matches(declaration)
        if any(self.shapes.callee(match["call"], site.file).name in _STOPPING for match in calls):
            return True
        symbol = declared_symbol(declaration, site.file)
        return symbol is not None and any(self._is_hook(each) for each in self.references.of(symbol))

    @staticmethod
    def _is_hook(reference: Site) -> bool:
        """Return whether a reference passes the function on as a shutdown hook."""
        for outer in reference.node.ancestors():
            if outer.kind == "call_expression":
                function = outer.field("function")
                return function is not None and function.text.endswith(_HOOK)
        return False
