"""Effects: what a call does to its operands, from the body of its callee or from a library model.

It is the same search with another seed: it starts at the entry of the callee with the parameter as the only name of an
open obligation. What happens at its exits is the summary: at exits that return an error, and at those that do not. A
function literal is searched in the same way, with what it has captured.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from golint_conn.flow.graph.events import Return
from golint_conn.flow.loggers import prints
from golint_conn.flow.obligation import ANY, ELEMENT, NOTHING, ObligationKind, OutcomeKind, Phase, Returned, State
from golint_conn.flow.reasons import (
    APPENDED,
    DIFFERENT,
    KEPT,
    RECURSIVE,
    RETURNED,
    TAKEN,
    TOO_LONG,
    TOO_MANY_PATHS,
    TOO_NESTED,
    UNKNOWN_CALLEE,
    Reason,
    modelled,
    unread,
)
from golint_conn.flow.search.reachability import Result, Transition, search
from golint_conn.flow.search.scene import Scene
from golint_conn.flow.summaries.predicates import Predicates
from golint_conn.flow.summary import (
    BORROWED,
    DISCHARGED,
    DRAINED,
    RECEIVER,
    Effect,
    Given,
    Summary,
    escaped,
)
from golint_conn.names import fieldpaths
from golint_conn.names.budgets import ACCESS_PATH
from golint_conn.names.calls import CalleeKind
from golint_conn.names.incremental.memory import Memory
from golint_conn.names.shape import Func, Interface, Named, Slice, dereferenced
from golint_conn.program.functions import callee_body, parameter, receiver, returned, values
from golint_conn.program.models import Effect as Modelled
from golint_conn.program.ownership import Ownership
from golint_conn.program.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable

    from golint_conn.flow.graph.cfg import Graph
    from golint_conn.flow.graph.control import Control
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.shapes import Callee, TypeInfo
    from golint_conn.names.symbol import Symbol
    from golint_conn.program.implementations import Implementations
    from golint_conn.program.references import References
    from golint_conn.source import Span
    from golint_conn.syntax import Node


_NEVER_CLOSE = frozenset({"io.Reader", "io.Writer", "io.ReaderFrom", "io.WriterTo", "io.ByteReader", "io.RuneReader"})
"""Interfaces through which nothing can be closed."""

_MODELLED = {
    Modelled.BORROWS: BORROWED,
    Modelled.DISCHARGES: DISCHARGED,
    Modelled.DISCHARGES_ON_ERROR: Summary(frozenset({Effect.BORROWS, Effect.DISCHARGES}), open_error="nil"),
    Modelled.DISCHARGES_ON_SUCCESS: Summary(frozenset({Effect.BORROWS, Effect.DISCHARGES}), open_error="set"),
    Modelled.TAKES_ON_SUCCESS: Summary(frozenset({Effect.BORROWS, Effect.DISCHARGES}), open_error="set"),
    Modelled.DRAINS: DRAINED,
    Modelled.WRAPS: Summary(BORROWED.effects, Returned(0, ())),
    Modelled.ADOPTS: Summary(frozenset({Effect.BORROWS, Effect.DISCHARGES}), Returned(0, ()), open_error="nil"),
    Modelled.VIEWS: Summary(BORROWED.effects, Returned(0, (), is_view=True)),
}

_ENDLESS = Summary(frozenset())
"""What is known about a function at first: that it returns on no path."""

_READ = frozenset({OutcomeKind.READ_ONLY, OutcomeKind.READ_FAILED})


class Effects:
    """Computes effects and remembers them."""

    def __init__(
        self,
        references: References,
        control: Control,
        implementations: Implementations,
        transfers: Callable[[Scene], Transition],
    ) -> None:
        self.references = references
        self.control = control
        self.implementations = implementations
        self.shapes: TypeInfo = references.shapes
        self.ownership = Ownership(references)
        self._transfers = transfers
        self.ledger = references.ledger
        self._summaries: Memory[tuple[tuple[str, int], Given, str], Summary] = Memory(self.ledger)
        self._literals: Memory[tuple[tuple[str, int], State, str], Summary] = Memory(self.ledger)
        self.predicates = Predicates(self, transfers)
        self._vouching: Memory[tuple[str, int], bool] = Memory(self.ledger)
        self.touching: Memory[tuple[object, ...], bool] = Memory(self.ledger)

    def graph(self, function: Node, file: GoFile) -> Graph | None:
        """Return the graph of a function, None for one that nests too deeply."""
        return self.control.graph(function, file)

    def never_returns(self, callee: Callee) -> bool:
        """Return whether a call ends the path."""
        return self.control.never_returns(callee)

    def is_modelled(self, callee: Callee) -> bool:
        """Return whether a library model says what a call does."""
        return self.control.models.of(callee) is not None

    def vouches(self, call: Node, file: GoFile, place: int) -> bool:
        """Return whether a call returns only if its error argument is nil: `check(err)`."""
        body = callee_body(Site(call, file), self.shapes)
        held = parameter(body[0], body[1], self.shapes, place) if body is not None else None
        graph = self.graph(body[0], body[1]) if body is not None else None
        if body is None or held is None or graph is None:
            return False
        return self._vouching.of(held.key, self._vouches, graph, body[1], held, bottom=True, top=False)

    def _vouches(self, graph: Graph, file: GoFile, held: Symbol) -> bool:
        state = State(Phase.OPEN, facts=frozenset({(held.key, "set")}))
        result = search(graph, 0, state, self._transfers(Scene(self, NOTHING, graph, file)))
        return not result.is_capped and all(o.kind is OutcomeKind.ENDS for o in result.outcomes)

    def proves(self, call: Node, file: GoFile, place: int) -> bool:
        """Return whether a call can be true only if its argument at a place is an error that is not nil."""
        return self.predicates.proves(call, file, place)

    def of_argument(self, call: Node, file: GoFile, given: Given, kind: ObligationKind) -> Summary:
        """Return what a call does to the obligation below its receiver or one of its arguments."""
        callee = self.shapes.callee(call, file)
        known = self._known(callee, given, kind)
        if known is not None:
            return known
        body = callee_body(Site(call, file), self.shapes)
        if given.place != RECEIVER and str(self._parameter_shape(callee, given.place)) in _NEVER_CLOSE:
            return self._of_reader(callee, body, given, kind)
        if body is not None:
            return self.of_function(body, given, kind)
        if prints(callee.name):
            return BORROWED
        found = self.implementations.of(callee, file)
        each = [self.of_function((one.declaration, one.file), given, kind) for one in found]
        return _joined(each) if each else self._unread(callee, given, kind)

    def _known(self, callee: Callee, given: Given, kind: ObligationKind) -> Summary | None:
        """Return what is known about a callee without its body: by the kind, by a library model, or as a built-in."""
        if callee.kind is CalleeKind.CONVERSION:
            return BORROWED
        own = kind.effect_of(callee)
        if own is not None:
            return _below(_MODELLED[own], given.rest) if own is not Modelled.TAKES else escaped(TAKEN)
        model = self.control.models.of(callee)
        effect = None
        if model is not None:
            effect = model.receiver if given.place == RECEIVER else model.argument(given.place)
        if model is not None and effect is Modelled.TAKES:
            return escaped(modelled(model.reference))
        if effect is not None:
            return _below(_MODELLED[effect], given.rest)
        if callee.kind is CalleeKind.BUILTIN:
            return escaped(APPENDED) if callee.name == "append" else BORROWED
        if model is not None and (model.reads or model.fills):
            return BORROWED
        return None

    def _of_reader(
        self, callee: Callee, body: tuple[Node, GoFile] | None, given: Given, kind: ObligationKind
    ) -> Summary:
        """Return what a function does that gets it as a reader: it may read it to its end, or put it into a result."""
        summary = self.of_function(body, given, kind) if body is not None else BORROWED
        if summary.has(Effect.ESCAPES):
            results = callee.shape.results if isinstance(callee.shape, Func) else ()
            is_wrapper = body is not None and self._is_wrapped(body, summary.reason)
            return summary if is_wrapper and any(str(each) not in _NEVER_CLOSE for each in results) else BORROWED
        return DRAINED if summary.has(Effect.DRAINS) else BORROWED

    def _is_wrapped(self, body: tuple[Node, GoFile], reason: Reason | None) -> bool:
        """Return whether what a function keeps goes into what it returns: `return lib.NewReader(r)`."""
        for statement in returned(body[0]):
            for value in values(statement.children[0] if statement.children else None):
                is_there = reason is not None and reason.where is not None and reason.where[1] == value.span
                if is_there and self.shapes.callee(value, body[1]).name.startswith("New"):
                    return True
        return False

    def _unread(self, callee: Callee, given: Given, kind: ObligationKind) -> Summary:
        """Return what is assumed about an unknown callee: a method of the handle itself leaves it open."""
        own = Named(callee.path, callee.receiver)
        if given.place == RECEIVER and given.rest in {(), kind.part, fieldpaths.full(own, kind.part, self.shapes)}:
            return BORROWED
        if not callee.qualified:
            return escaped(UNKNOWN_CALLEE)
        declared = self.shapes.types.underlying(own) if callee.receiver else None
        return escaped(unread(callee.qualified, is_method_of_interface=isinstance(declared, Interface)))

    def of_function(self, body: tuple[Node, GoFile], given: Given, kind: ObligationKind) -> Summary:
        """Return what a function with a body does to the obligation below its receiver or a parameter."""
        if len(given.rest) > ACCESS_PATH.most:
            return escaped(TOO_LONG)
        held = self._holder(body, given.place)
        if held is None:
            return BORROWED
        key = ((body[1].path, body[0].start), given, kind.name)
        return self._summaries.of(key, self._of_body, body, held, given, kind, bottom=_ENDLESS, top=escaped(RECURSIVE))

    def _of_body(self, body: tuple[Node, GoFile], held: Symbol, given: Given, kind: ObligationKind) -> Summary:
        is_one_of_many = held.declaration.kind == "variadic_parameter_declaration"
        failure = self._holder(body, given.error) if given.error is not None else None
        state = State(
            Phase.PENDING if given.is_pending else Phase.OPEN,
            aliases=frozenset({(held.key, (ELEMENT, *given.rest) if is_one_of_many else given.rest)}),
            error=failure.key if failure is not None else None,
        )
        return self._summarise(body[0], body[1], state, kind, given.rest)

    def _holder(self, body: tuple[Node, GoFile], place: int) -> Symbol | None:
        if place == RECEIVER:
            return receiver(body[0], body[1], self.shapes)
        return parameter(body[0], body[1], self.shapes, place)

    def of_literal(self, literal: Node, file: GoFile, state: State, kind: ObligationKind) -> Summary:
        """Return what a function literal does, when it is called in a state, to what it captured."""
        state = replace(state, promise=None, deferred=frozenset(), views=frozenset(), met=None, reading=None)
        key = ((file.path, literal.start), state, kind.name)
        if any(len(path) > ACCESS_PATH.most for _, path in state.aliases):
            return escaped(TOO_LONG)
        rest = kind.part if any(alias[1][-len(kind.part) :] == kind.part for alias in state.aliases) else ()
        asked = (literal, file, state, kind, rest)
        return self._literals.of(key, self._summarise, *asked, bottom=_ENDLESS, top=escaped(RECURSIVE))

    def _parameter_shape(self, callee: Callee, place: int) -> object:
        function = callee.shape
        if not isinstance(function, Func) or not function.parameters:
            return None
        last = len(function.parameters) - 1
        shape = function.parameters[min(place, last)]
        if function.variadic and place >= last and isinstance(shape, Slice):
            shape = shape.element
        if isinstance(shape, Named | Interface):
            return shape
        return dereferenced(shape)

    def _summarise(
        self, function: Node, file: GoFile, state: State, kind: ObligationKind, part: tuple[str, ...]
    ) -> Summary:
        graph = self.graph(function, file)
        if graph is None:
            return escaped(TOO_NESTED)
        # On a path that has failed the handle is nil: any use of its part in here is a use of nothing.
        scene = Scene(self, kind, graph, file, part=part, sees_failure=state.phase is Phase.FAILED)
        return self._summary(search(graph, 0, state, self._transfers(scene)), scene)

    def _summary(self, result: Result, scene: Scene) -> Summary:
        if result.is_capped:
            return escaped(TOO_MANY_PATHS)
        if result.of(OutcomeKind.ESCAPED):
            return escaped(_within(result.of(OutcomeKind.ESCAPED)[0].where, scene))
        if result.of(OutcomeKind.PREMATURE):
            return Summary(frozenset({Effect.PREMATURE, Effect.BORROWS}))
        handed = result.of(OutcomeKind.TRANSFERRED, OutcomeKind.FAILED)
        held = next(iter(scene.returned)) if len(scene.returned) == 1 else None
        if handed and (held is None or ANY in held.rest or scene.graph.function.kind == "func_literal"):
            return escaped(replace(RETURNED, where=(scene.file.path, handed[0].where)))
        left = [*handed, *(outcome for outcome in result.outcomes if outcome.kind.is_open)]
        met = [outcome for outcome in result.outcomes if outcome.kind.is_met]
        effects = {Effect.DISCHARGES} if met else set()
        if left:
            effects.add(Effect.BORROWS)
        if left and all(outcome.kind in _READ for outcome in left):
            effects.add(Effect.DRAINS)
        is_void = bool(result.of(OutcomeKind.VOID)) and not left
        if is_void:
            effects.add(Effect.DISCHARGES)
        open_error = self._open_error(left, met, scene) if left and met else None
        return Summary(frozenset(effects), held, open_error)

    def _open_error(self, left: list, met: list, scene: Scene) -> str | None:  # type: ignore[type-arg]
        """Return what is known about the error that a function returns when it leaves the obligation open."""
        open_at = {self.exit_kind(scene.graph, scene.file, outcome.where) for outcome in left}
        met_at = {self.exit_kind(scene.graph, scene.file, outcome.where) for outcome in met}
        if open_at == {"ok"} and met_at != {"ok"}:
            return "nil"
        return "set" if open_at == {"error"} else None

    def exit_kind(self, graph: Graph, file: GoFile, where: object) -> str:
        """Return `ok` or `error` by the last value that a return statement returns, `?` if that cannot be seen."""
        for point in graph.points:
            event = point.event
            if isinstance(event, Return) and event.values and event.node.span == where:
                last = event.values[-1]
                if last.kind == "nil":
                    return "ok"
                shape = str(self.shapes.of(last, file))
                if shape == "error" or not _returns_error(graph.function):
                    return "error" if shape == "error" else "ok"
                # An error is returned as a value of its own type, or by a call that returns all results at once.
                is_own = isinstance(dereferenced(self.shapes.of(last, file)), Named)
                return "error" if is_own else "?"
        return "?"


def _returns_error(function: Node) -> bool:
    """Return whether the last result of a function is an error."""
    result = function.field("result")
    last = result.children[-1] if result is not None and result.children else result
    declared = last.field("type") or last if last is not None else None
    return declared is not None and declared.text == "error"


def _within(where: Span, scene: Scene) -> Reason:
    """Return the reason for what escapes inside a function, with its place."""
    return replace(KEPT, where=(scene.file.path, where), further=scene.reasons.get(where, KEPT))


def _joined(summaries: list[Summary]) -> Summary:
    """Return what any one of several functions may do."""
    kept = next((each for each in summaries if each.has(Effect.ESCAPES)), None)
    if kept is not None:
        return kept
    returned = {each.returned for each in summaries}
    if len(returned) > 1:
        return escaped(DIFFERENT)
    errors = {each.open_error for each in summaries}
    effects = frozenset(effect for each in summaries for effect in each.effects)
    return Summary(effects, next(iter(returned)), next(iter(errors)) if len(errors) == 1 else None)


def _below(summary: Summary, rest: tuple[str, ...]) -> Summary:
    """Return the summary of a modeled function for an obligation below its operand."""
    returned = summary.returned
    return replace(summary, returned=replace(returned, rest=rest)) if returned is not None and rest else summary
