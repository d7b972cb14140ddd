"""Predicates: functions that are true only of an error that is not nil.

    func isTimeout(err error) bool {
        if err == nil {
            return false
        }
        return strings.Contains(err.Error(), "timeout")
    }

If such a function is true, the call that returned the error has failed, and there is nothing to release. A function of
the module is searched with a nil error as its argument: whatever it may return then must be false.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.graph.events import Return
from golint_conn.flow.obligation import ObligationKind, OutcomeKind, Phase, State
from golint_conn.flow.search.access import Access
from golint_conn.flow.search.reachability import Transition, search
from golint_conn.flow.search.scene import Scene
from golint_conn.names.incremental.memory import Memory
from golint_conn.program.functions import callee_body, parameter, unwrapped
from golint_conn.program.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable

    from golint_conn.flow.obligation import Key
    from golint_conn.flow.summary import Callees
    from golint_conn.names.gofile import GoFile
    from golint_conn.syntax import Node

_NOTHING = ObligationKind("nothing")

_ERROR_TESTS = frozenset(
    {"errors.Is", "errors.As", "errors.AsType", "os.IsNotExist", "os.IsExist", "os.IsTimeout", "os.IsPermission"}
)
"""Functions that are true only of an error that is not nil, which is their first argument."""


class Predicates:
    """Finds predicates, and remembers them."""

    def __init__(self, effects: Callees, transfers: Callable[[Scene], Transition]) -> None:
        self.effects = effects
        self._transfers = transfers
        self._known: Memory[Key, bool] = Memory(effects.shapes.workspace.ledger)

    def proves(self, call: Node, file: GoFile, place: int) -> bool:
        """Return whether a call can be true only if its argument at a place is an error that is not nil."""
        if self.effects.shapes.callee(call, file).qualified in _ERROR_TESTS:
            return place == 0
        body = callee_body(Site(call, file), self.effects.shapes)
        held = parameter(body[0], body[1], self.effects.shapes, place) if body is not None else None
        if body is None or held is None or str(self.effects.shapes.of_symbol(held)) != "error":
            return False
        return self._known.of(held.key, self._is_false_of_nil, body, held.key, bottom=True, top=False)

    def _is_false_of_nil(self, body: tuple[Node, GoFile], key: Key) -> bool:
        graph = self.effects.graph(*body)
        if graph is None:
            return False
        scene = Scene(self.effects, _NOTHING, graph, body[1])
        result = search(graph, 0, State(Phase.OPEN, facts=frozenset({(key, "nil")})), self._transfers(scene))
        reached = {each.where for each in result.outcomes if each.kind is not OutcomeKind.ENDS}
        returns = [point.event for point in graph.points if isinstance(point.event, Return)]
        left = [each for each in returns if each.node.span in reached]
        if result.is_capped or not left or len(reached) > len(left):
            return False
        return all(len(each.values) == 1 and self._needs(each.values[0], key, body[1]) for each in left)

    def _needs(self, node: Node, key: Key, file: GoFile) -> bool:
        """Return whether an expression can be true only if a variable is not nil."""
        node = unwrapped(node)
        access = Access(self.effects.shapes, file)
        left, right = node.field("left"), node.field("right")
        if node.kind == "binary_expression" and left is not None and right is not None:
            sides = [self._needs(each, key, file) for each in (left, right)]
            if node.operator() in {"&&", "||"}:
                return any(sides) if node.operator() == "&&" else all(sides)
            if (key, ()) in {access.path(left), access.path(right)}:
                other = right if access.path(left) == (key, ()) else left
                return (node.operator() == "!=") == (other.kind == "nil") and node.operator() in {"==", "!="}
            return any(sides)
        if node.kind != "call_expression":
            return node.kind == "false"
        operand = (node.field("function") or node).field("operand")
        if operand is not None and access.path(operand) == (key, ()):
            # err.Error() of a nil error panics.
            return True
        arguments = self.effects.shapes.arguments(node)
        if any(self._calls_it(each, key, file) for each in arguments):
            return True
        places = [place for place, each in enumerate(arguments) if access.path(each) == (key, ())]
        return any(self.proves(node, file, place) for place in places)

    def _calls_it(self, node: Node, key: Key, file: GoFile) -> bool:
        """Return whether an argument is a call of a method of the variable."""
        function = node.field("function") if node.kind == "call_expression" else None
        operand = function.field("operand") if function is not None else None
        return operand is not None and Access(self.effects.shapes, file).path(operand) == (key, ())
