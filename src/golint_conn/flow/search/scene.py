"""The scene of a search: which obligation is followed through which function, and what the search may ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from golint_conn.flow.obligation import OutcomeKind, Returned, State
from golint_conn.flow.search.access import Access

if TYPE_CHECKING:
    from golint_conn.flow.graph.cfg import Graph
    from golint_conn.flow.obligation import Key, ObligationKind
    from golint_conn.flow.reasons import Reason
    from golint_conn.flow.summary import Callees
    from golint_conn.names.gofile import GoFile
    from golint_conn.source import Span
    from golint_conn.syntax import Node

Ends = list[tuple[OutcomeKind, "Span"]]
Step = tuple[list[State], Ends]
"""The states after an event, and the outcomes of paths that end at it."""


@dataclass(slots=True)
class Scene:
    """One search.

    `acquisition` is the call that returns the value, at result `index`; None if the search begins with a parameter that
    holds it. `part` leads from the handle to what must be released. With `beyond` a path continues after the release,
    to see what is returned then. With `sees_failure` a path continues after the acquisition failed and left a nil
    handle, to see whether that is used. With `by_flag` a boolean, and not an error, says whether it failed. `returned`,
    `exits` and `reasons` fill while the search runs.
    """

    effects: Callees
    kind: ObligationKind
    graph: Graph
    file: GoFile
    acquisition: Node | None = None
    index: int = 0
    part: tuple[str, ...] = ()
    beyond: bool = False
    sees_failure: bool = False
    by_flag: bool = False
    access: Access = field(init=False)
    returned: set[Returned] = field(default_factory=set)
    exits: dict[Span, set[tuple[OutcomeKind, int]]] = field(default_factory=dict)
    reasons: dict[Span, Reason] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.access = Access(self.effects.shapes, self.file)

    def escape(self, where: Span, reason: Reason) -> Ends:
        """Return the end of a path at which the obligation escapes; record why it is not followed further."""
        self.reasons.setdefault(where, reason)
        return [(OutcomeKind.ESCAPED, where)]

    def is_error(self, node: Node) -> bool:
        """Return whether an expression is an error, or may be one if its type is unknown."""
        return str(self.effects.shapes.of(node, self.file)) in {"error", "?"}

    def tells_failure(self, node: Node) -> bool:
        """Return whether a variable gets the error or boolean that says whether the acquisition failed."""
        return str(self.effects.shapes.of(node, self.file)) in {"bool" if self.by_flag else "error", "?"}

    def results(self) -> list[Key]:
        """Return the keys of the named results of the function, in order."""
        holder = self.graph.function.field("result")
        names = [name for each in (holder.children if holder else []) for name in each.fields("name")]
        return [(self.file.path, name.start) for name in names]
