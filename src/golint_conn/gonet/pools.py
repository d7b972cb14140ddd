"""Pools: what makes a new pool of HTTP connections, and what ends one.

&http.Transport{}   new(http.Transport)   var t http.Transport   t.Clone()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.gonet.dialers import HOOKS, hands_over
from golint_conn.program.choices import guards
from golint_conn.program.creation import creation, literal_fields

if TYPE_CHECKING:
    from golint_conn.program.creation import Creation
    from golint_conn.program.definitions import Definitions
    from golint_conn.program.site import Site
    from golint_conn.program.uses import Trace

TRANSPORT = "net/http.Transport"
_IDLE = "IdleConnTimeout"
_EMPTY = "CloseIdleConnections"
_NO_REUSE = "DisableKeepAlives"


class Pools:
    """Answers questions about Transports."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.shapes = definitions.shapes

    def is_made(self, site: Site) -> bool:
        """Return whether an expression makes a new Transport: a literal, `new`, a variable, or a clone of another."""
        made = creation(site.node, site.file, self.shapes)
        if made is not None:
            return str(made.type) == TRANSPORT
        if site.node.kind != "call_expression":
            return False
        return self.shapes.callee(site.node, site.file).qualified == f"{TRANSPORT}.Clone"

    def is_brought(self, literal: Site) -> bool:
        """Return whether a composite literal is a new Transport, or contains one."""
        held = literal_fields(literal.node, literal.file, self.shapes).values()
        inside = [each for value in held for each in self.definitions.origins(value)]
        return self.is_made(literal) or any(self.is_made(each) for each in inside)

    def is_limited(self, made: Site, *traces: Trace) -> bool:
        """Return whether idle connections of a new Transport are closed after a while."""
        literal = creation(made.node, made.file, self.shapes)
        written = [literal.fields[_IDLE]] if literal is not None and _IDLE in literal.fields else []
        written += [use.value for trace in traces for use in trace.sets(_IDLE) if use.value is not None]
        constant = self.shapes.types.constants.value
        if any(constant(value.node, value.file) != 0 for value in written):
            return True
        # A clone has the settings of the original; http.DefaultTransport, from which most are made, has 90 seconds.
        return literal is None

    def is_ended(self, made: Site, *traces: Trace) -> bool:
        """Return whether the connections of a new Transport end with their use: no keep-alives, or closed later.

        Connections that its dial functions only pass on end where they were made. `traces` say where it goes, and where
        what carries it goes.
        """
        literal = creation(made.node, made.file, self.shapes)
        written = [literal.fields[_NO_REUSE]] if literal is not None and _NO_REUSE in literal.fields else []
        sets = [use for trace in traces for use in trace.sets(_NO_REUSE) if not any(guards(use.site.node))]
        written += [use.value for use in sets if use.value is not None]
        constant = self.shapes.types.constants.value
        if any(constant(value.node, value.file) is not False for value in written):
            return True
        return self._is_given(literal, traces) or any(use.name == _EMPTY for trace in traces for use in trace.uses)

    def _is_given(self, literal: Creation | None, traces: tuple[Trace, ...]) -> bool:
        """Return whether a Transport makes no connection of its own: its dial functions return existing ones."""
        hooks = [value for name, value in literal.fields.items() if name in HOOKS] if literal is not None else []
        hooks += [use.value for name in HOOKS for trace in traces for use in trace.sets(name) if use.value is not None]
        answers = [hands_over(hook, self.shapes) for hook in hooks]
        return True in answers and False not in answers
