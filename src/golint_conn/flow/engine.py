"""The engine: from a call to what happens to the obligation that it returns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from golint_conn.flow.graph.control import Control
from golint_conn.flow.graph.events import Call, Mode
from golint_conn.flow.kinds import BY_TYPE, RESPONSE_BODY, rows
from golint_conn.flow.obligation import ObligationKind, Outcome, OutcomeKind, Phase, Returned, State
from golint_conn.flow.search import facts
from golint_conn.flow.search.access import unwrapped
from golint_conn.flow.search.call_effects import is_bound
from golint_conn.flow.search.reachability import Result, search
from golint_conn.flow.search.read_first import Reading
from golint_conn.flow.search.scene import Scene
from golint_conn.flow.search.transfer import Transfer
from golint_conn.flow.summaries.effects import Effects
from golint_conn.flow.summaries.owners import Owners
from golint_conn.flow.summary import Effect, Given
from golint_conn.flow.usage import Usage
from golint_conn.names import fieldpaths
from golint_conn.names.calls import CalleeKind
from golint_conn.names.incremental.memory import Memory
from golint_conn.names.shape import Func, Named, dereferenced
from golint_conn.program.functions import enclosing_function, returned, values
from golint_conn.program.implementations import Implementations
from golint_conn.program.models import Acquires, Failure, Models
from golint_conn.program.site import Site, tell_limit
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from golint_conn.flow.graph.cfg import Graph
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.shape import Type
    from golint_conn.names.shapes import Callee
    from golint_conn.program.references import References
    from golint_conn.syntax import Node

_CALLS = "(call_expression) @call"
_METHODS = "(function_declaration) @function (method_declaration) @function"


@dataclass(frozen=True, slots=True)
class Acquisition:
    """A call that returns an obligation of a kind.

    `index` is that of the result that holds it, `part` leads from the result to what must be released. `is_resolved`
    says that we know what is called, and `may_fail` that the call says by an error that there is nothing, or with
    `by_flag` by a boolean.
    """

    site: Site
    kind: ObligationKind
    index: int = 0
    part: tuple[str, ...] = ()
    is_resolved: bool = True
    may_fail: bool = True
    by_flag: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """The identity of an acquisition: the call, and which of its results is meant."""
        return (self.site.key, self.kind.name, self.index, self.part)


class Engine:
    """Finds acquisitions and follows them; `searches` holds the number of states that each search has visited."""

    def __init__(self, references: References, kinds: Sequence[ObligationKind] = ()) -> None:
        self.kinds = (*rows(), *kinds)
        self._named = tuple(kind for kind in kinds if kind.acquired_by)
        self._typed = tuple(kind for kind in kinds if kind.types)
        self.references = references
        self.shapes = references.shapes
        self.models = Models(self.shapes.workspace.library)
        self.usage = Usage(references)
        control = Control(self.shapes, self.models)
        self.effects = Effects(references, control, Implementations(references), Transfer)
        self.owners = Owners(self.shapes, self.effects)
        self.ledger = references.ledger
        self.searches: list[int] = []
        self._offers: Memory[tuple[str, int, int], frozenset[str]] = Memory(self.ledger, evictable=True)
        self._handing: Memory[tuple[tuple[str, int], int, str], bool] = Memory(self.ledger)
        self._acquisitions: Memory[tuple[tuple[str, int, int], str], Acquisition | None] = Memory(
            self.ledger, evictable=True
        )
        self._results: Memory[tuple[tuple[object, ...], bool | None], Result | None] = Memory(self.ledger)

    def acquisition(self, site: Site, kind: ObligationKind) -> Acquisition | None:
        """Return what a call acquires, None if it acquires nothing of this kind."""
        if kind.name not in self.offered(site):
            return None
        return self._acquisitions.of((site.key, kind.name), self._acquisition, site, kind)

    def acquisitions(self, site: Site, kinds: Sequence[ObligationKind]) -> list[Acquisition]:
        """Return what a call acquires, for some kinds."""
        found = [self.acquisition(site, kind) for kind in kinds]
        return [each for each in found if each is not None]

    def offered(self, site: Site) -> frozenset[str]:
        """Return the names of the kinds that a call could acquire, by its model and by the types of its results."""
        return self._offers.of(site.key, lambda: frozenset(self._offers_of(site)))

    def _offers_of(self, site: Site) -> Iterator[str]:
        callee = self.shapes.callee(site.node, site.file)
        model = self.models.of(callee)
        if model is not None and model.acquires is not None:
            yield model.acquires.kind
        yield from (kind.name for kind in self._named if callee.is_one_of(kind.acquired_by))
        if not isinstance(callee.shape, Func):
            if self.usage.is_response(site):
                yield RESPONSE_BODY.name
            return
        for result in callee.shape.results:
            shape = dereferenced(result)
            yield from BY_TYPE.get(str(shape), ())
            yield from (kind.name for kind in self._typed if str(shape) in kind.types)
            typed = self.models.type(shape.path, shape.name) if isinstance(shape, Named) else None
            if typed is not None:
                yield typed.obligation

    def handle(self, site: Site, kind: ObligationKind) -> Acquisition | None:
        """Return the handle of a kind that a call returns, open or not, if it is nil whenever the call fails."""
        if kind.name not in self.offered(site):
            return None
        found = self.acquisition(site, kind)
        callee = self.shapes.callee(site.node, site.file)
        symbol = callee.symbol
        if found is not None or not isinstance(callee.shape, Func) or symbol is None or not self.has_body(callee):
            return found
        parts = [self.part(dereferenced(shape), kind) for shape in callee.shape.results]
        index = next((at for at, part in enumerate(parts) if part), None)
        if index is None or not self.may_fail(callee, index) or not self._fails_with_nil(symbol.declaration, index):
            return None
        return Acquisition(site, kind, index, parts[index] or ())

    @staticmethod
    def _fails_with_nil(function: Node, index: int) -> bool:
        """Return whether a function returns nil for a handle whenever it is certain to return an error."""
        for statement in returned(function):
            listed = values(statement.children[0]) if statement.children else []
            if len(listed) > index + 1 and listed[-1].kind == "call_expression" and listed[index].kind != "nil":
                return False
        return True

    def _acquisition(self, site: Site, kind: ObligationKind) -> Acquisition | None:
        callee = self.shapes.callee(site.node, site.file)
        model = self.models.of(callee)
        if (model is not None and kind.name in model.exempt) or callee.is_one_of(kind.exempt):
            return None
        handed = model.acquires if model is not None else None
        if handed is not None and handed.kind == kind.name:
            return self._handed(site, kind, handed, callee)
        if callee.is_one_of(kind.acquired_by):
            return self._handed(site, kind, Acquires(kind.name, kind.result, failure=kind.failure), callee)
        if kind == RESPONSE_BODY and self.usage.is_response(site):
            return Acquisition(site, kind, 0, kind.part, is_resolved=False)
        if not isinstance(callee.shape, Func) or callee.kind is CalleeKind.CONVERSION:
            return None
        for index, shape in enumerate(callee.shape.results):
            held = self.part(dereferenced(shape), kind)
            if held is None:
                continue
            if index > 0 and not self.has_body(callee):
                # A handle next to another result, as generated clients return it, has been read already.
                return None
            if self._hands_out(callee, index, kind):
                is_resolved = callee.kind is not CalleeKind.VALUE
                may_fail = self.may_fail(callee, index)
                return Acquisition(site, kind, index, held, is_resolved, may_fail)
        return None

    def _handed(self, site: Site, kind: ObligationKind, handed: Acquires, callee: Callee) -> Acquisition:
        """Return what a call acquires according to a model or a declared kind."""
        part = kind.part if handed.part is None else handed.part
        if isinstance(callee.shape, Func) and handed.result < len(callee.shape.results):
            part = fieldpaths.full(callee.shape.results[handed.result], part, self.shapes)
        failure = handed.failure or kind.failure
        may_fail = failure is not Failure.NEVER if failure is not None else self.may_fail(callee, handed.result)
        return Acquisition(site, kind, handed.result, part, may_fail=may_fail, by_flag=failure is Failure.OK)

    def part(self, shape: Type, kind: ObligationKind) -> tuple[str, ...] | None:
        """Return what leads from a value of a type to what must be released, None if the type is not a handle's."""
        if str(shape) in kind.types:
            return fieldpaths.full(shape, kind.part, self.shapes)
        model = self.models.type(shape.path, shape.name) if isinstance(shape, Named) else None
        if model is None or model.obligation != kind.name:
            return None
        return fieldpaths.full(shape, kind.part if model.part is None else model.part, self.shapes)

    @staticmethod
    def may_fail(callee: Callee, index: int) -> bool:
        """Return whether a call says by an error after the handle that there is no handle."""
        shape = callee.shape
        if not isinstance(shape, Func):
            # A library's function whose signature we do not have: by convention, an error follows the handle.
            return True
        return len(shape.results) > index + 1 and str(shape.results[-1]) == "error"

    def follow(self, acquisition: Acquisition, *, beyond: bool = False) -> Result | None:
        """Return what happens to an obligation in its function; None at package level and in too deep nesting.

        With `beyond` the paths are followed further after the release, for what is returned then and for the table of
        exits.
        """
        return self._results.of((acquisition.key, beyond), self._followed, acquisition, beyond)

    def _followed(self, acquisition: Acquisition, beyond: bool) -> Result | None:  # noqa: FBT001 - as above
        result = self._follow(self._lifted(acquisition), beyond=beyond)
        if result is not None:
            self.searches.append(result.states)
        if result is not None and result.is_capped:
            tell_limit(acquisition.site, "too many paths lead on from here to be followed to the end")
        return result

    def read(self, acquisition: Acquisition) -> Result | None:
        """Return the same as `follow`, with outcomes that say whether what was closed had been read before."""
        lifted = self._lifted(acquisition)
        return self._results.of((lifted.key, None), lambda: self._follow(lifted, beyond=True, transfers=Reading))

    def _follow(self, acquisition: Acquisition, *, beyond: bool, transfers: type[Transfer] = Transfer) -> Result | None:
        node, file, kind = acquisition.site.node, acquisition.site.file, acquisition.kind
        function = enclosing_function(node)
        graph = self.effects.graph(function, file) if function is not None else None
        start = self._point(graph, node) if graph is not None else None
        if graph is None or start is None or function is None:
            return None
        event = graph.points[start].event
        if isinstance(event, Call) and event.mode is not Mode.CALL:
            return Result([Outcome(OutcomeKind.DISCARDED, node.span)])
        callee = self.shapes.callee(node, file)
        scene = Scene(
            self.effects,
            kind,
            graph,
            file,
            node,
            acquisition.index,
            acquisition.part,
            beyond=beyond,
            sees_failure=acquisition.may_fail and not self.has_body(callee) and acquisition.is_resolved,
            by_flag=acquisition.by_flag,
        )
        state = State(Phase.PENDING if acquisition.may_fail else Phase.OPEN, facts=facts.before(start, scene))
        result = search(graph, start, state, transfers(scene))
        result.returned, result.exits, result.reasons = frozenset(scene.returned), scene.exits, scene.reasons
        return result

    def _lifted(self, acquisition: Acquisition) -> Acquisition:
        """Return the acquisition as made by the call around it that passes its value on: `must(http.Get(url))`."""
        site = acquisition.site
        outer = site.node.parent
        while outer is not None and outer.kind == "parenthesized_expression":
            outer = outer.parent
        call = outer.parent if outer is not None and outer.kind == "argument_list" else None
        if call is None or call.kind != "call_expression" or is_bound(site.node):
            return acquisition
        arguments = self.shapes.arguments(call)
        place = next((at for at, each in enumerate(arguments) if unwrapped(each) == site.node), None)
        if place is None:
            return acquisition
        is_spread = len(arguments) == 1 and acquisition.may_fail
        error = acquisition.index + 1 if is_spread else None
        given = Given(place + acquisition.index, acquisition.part, error, is_pending=is_spread)
        summary = self.effects.of_argument(call, site.file, given, acquisition.kind)
        if summary.returned is None or summary.returned.is_view or summary.has(Effect.PREMATURE):
            return acquisition
        callee = self.shapes.callee(call, site.file)
        return self._lifted(
            replace(
                acquisition,
                site=site.at(call),
                index=summary.returned.index,
                part=summary.returned.rest,
                may_fail=self.may_fail(callee, summary.returned.index),
            )
        )

    @staticmethod
    def _point(graph: Graph, call: Node) -> int | None:
        for number, point in enumerate(graph.points):
            if isinstance(point.event, Call) and point.event.node == call:
                return number
        return None

    def _hands_out(self, callee: Callee, index: int, kind: ObligationKind) -> bool:
        """Return whether a function returns an open obligation at a result; without a body it is assumed to."""
        symbol = callee.symbol
        shape = dereferenced(callee.shape.results[index]) if isinstance(callee.shape, Func) else None
        if isinstance(shape, Named) and shape.path == callee.path and str(shape) not in kind.types:
            # The model of a library covers what that library itself does with its own types.
            return True
        if symbol is None or symbol.declaration.kind not in {"function_declaration", "method_declaration"}:
            return kind.trusts_types
        if symbol.declaration.field("body") is None:
            return kind.trusts_types
        key = (symbol.key, index, kind.name)
        return self._handing.of(key, self._returns_open, symbol.declaration, symbol.file, kind, bottom=False)

    @staticmethod
    def has_body(callee: Callee) -> bool:
        """Return whether the source of a callee is available."""
        return callee.symbol is not None and callee.symbol.declaration.field("body") is not None

    def _returns_open(self, function: Node, file: GoFile, kind: ObligationKind) -> bool:
        inside = [match["call"] for match in Query.of(_CALLS).matches(function)]
        # To return what it gets by calling itself, it must acquire it elsewhere.
        found = [self.acquisition(Site(call, file), kind) for call in inside if not self.calls(call, file, function)]
        acquired = [each for each in found if each is not None]
        opens = False
        for each in acquired:
            result = self.follow(each, beyond=True)
            if result is None:
                return False
            if result.of(OutcomeKind.RETURNED_MET, OutcomeKind.ESCAPED):
                # Some paths return it closed, or may: whether this caller must close it is not certain.
                return False
            opens = opens or bool(result.of(OutcomeKind.TRANSFERRED))
        return opens or (not acquired and kind.trusts_types and self._returns_unknown(function, file, kind))

    def calls(self, call: Node, file: GoFile, function: Node) -> bool:
        """Return whether a call calls a function given by its declaration."""
        symbol = self.shapes.callee(call, file).symbol
        return symbol is not None and symbol.declaration == function

    def _returns_unknown(self, function: Node, file: GoFile, kind: ObligationKind) -> bool:
        """Return whether a function returns the result of an unknown call."""
        calls = [value for each in returned(function) for value in values(each.children[0] if each.children else None)]
        unknown = [call for call in calls if call.kind == "call_expression"]
        if not any(not isinstance(self.shapes.callee(call, file).shape, Func) for call in unknown):
            return False
        # A function that calls one whose value is closed on some paths may well pass that value on.
        inside = [Site(match["call"], file) for match in Query.of(_CALLS).matches(function)]
        return not any(kind.name in self.offered(site) for site in inside)

    # What a function's callers get

    def handed_to_callers(self, acquisition: Acquisition) -> list[Returned]:
        """Return the results at which the function of an acquisition returns the obligation, certain to be open.

        Empty if it is closed or kept on some path before it is returned: then whether the caller must close it is not
        certain.
        """
        result = self.follow(acquisition, beyond=True)
        if result is None or result.is_capped or not result.of(OutcomeKind.TRANSFERRED):
            return []
        if result.of(OutcomeKind.RETURNED_MET, OutcomeKind.ESCAPED, OutcomeKind.FAILED):
            return []
        return sorted((each for each in result.returned if not each.is_view), key=lambda each: (each.index, each.rest))
