"""Contracts: the owners of values before and after a call of a function, in the words of library models.

A contract says what a function returns, and what happens to each obligation in a parameter or in the receiver: on the
exits that return an error, and on those that do not. It comes from the body, and leaves out anything that is not
certain.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from golint_conn.flow.obligation import ANY, ObligationKind, OutcomeKind, Phase, State
from golint_conn.flow.questions.held_parameters import holders, in_fields
from golint_conn.flow.questions.returned_resources import Handing
from golint_conn.flow.search.reachability import search
from golint_conn.flow.search.scene import Scene
from golint_conn.flow.search.transfer import Transfer
from golint_conn.flow.summary import RECEIVER, Given
from golint_conn.flow.summary import Effect as Done
from golint_conn.names import fieldpaths
from golint_conn.names.budgets import ACCESS_PATH
from golint_conn.names.gofile import receiver_type
from golint_conn.names.incremental.memory import Memory
from golint_conn.names.libraries.entries import Acquires, Effect, FunctionModel, TypeModel
from golint_conn.names.shape import Func, Interface, Named, dereferenced
from golint_conn.program.functions import callee_body, declared_symbol, parameter
from golint_conn.program.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.flow.engine import Engine
    from golint_conn.flow.obligation import Returned
    from golint_conn.flow.questions.held_parameters import Held
    from golint_conn.flow.search.reachability import Result
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.package import PackageScope
    from golint_conn.names.shape import Type
    from golint_conn.names.symbol import Symbol
    from golint_conn.syntax import Node

_CALLS = "(call_expression) @call"
_CLOSER = ObligationKind("closer")
_CLOSE = "Close"
_ENDING = frozenset({"Close", "Stop", "Shutdown", "Release", "Free", "Destroy", "Disconnect", "Cancel", "Cleanup"})
"""Names of methods that end the life of a value."""

_OF_OUTCOME = {
    OutcomeKind.LEAK: Effect.BORROWS,
    OutcomeKind.READ_ONLY: Effect.DRAINS,
    OutcomeKind.READ_FAILED: Effect.BORROWS,
    OutcomeKind.WRAPPER_ONLY: Effect.BORROWS,
    OutcomeKind.OVERWRITTEN: Effect.BORROWS,
    OutcomeKind.FAILED: Effect.BORROWS,
    OutcomeKind.DISCHARGED: Effect.DISCHARGES,
    OutcomeKind.SCHEDULED: Effect.DISCHARGES,
    OutcomeKind.ESCAPED: Effect.TAKES,
    OutcomeKind.TRANSFERRED: Effect.WRAPS,
}
"""What the end of a path means to the caller that passes the obligation; the other ends leave nothing to release."""

_BY_EXIT = {
    (Effect.DISCHARGES, Effect.DISCHARGES): Effect.DISCHARGES,
    (Effect.BORROWS, Effect.BORROWS): Effect.BORROWS,
    (Effect.DRAINS, Effect.DRAINS): Effect.DRAINS,
    (Effect.DRAINS, Effect.BORROWS): Effect.DRAINS,
    (Effect.TAKES, Effect.TAKES): Effect.TAKES,
    (Effect.TAKES, Effect.DISCHARGES): Effect.TAKES,
    (Effect.TAKES, Effect.BORROWS): Effect.TAKES_ON_SUCCESS,
    (Effect.BORROWS, Effect.DISCHARGES): Effect.DISCHARGES_ON_ERROR,
    (Effect.DISCHARGES, Effect.BORROWS): Effect.DISCHARGES_ON_SUCCESS,
    (Effect.WRAPS, Effect.WRAPS): Effect.WRAPS,
    (Effect.WRAPS, Effect.BORROWS): Effect.WRAPS,
    (Effect.WRAPS, Effect.DISCHARGES): Effect.ADOPTS,
}
"""The word for what a function does when it returns no error, and when it returns one."""


@dataclass(frozen=True, slots=True)
class Contract:
    """What a function is certain to do; `more` says in words what a library model has no words for."""

    model: FunctionModel
    more: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether it says anything about the function."""
        return bool(self.model.acquires or self.model.arguments or self.model.receiver)


@dataclass(slots=True)
class _Exits:
    """What happens to an obligation at the exits that return no error, and at those that do; None is not certain."""

    ok: set[Effect | None] = field(default_factory=set)
    error: set[Effect | None] = field(default_factory=set)

    def at(self, kind: str) -> list[set[Effect | None]]:
        """Return the effects that an exit adds to, by its kind: `ok`, `error`, and `?` which may be either."""
        return [self.ok] if kind == "ok" else [self.error] if kind == "error" else [self.ok, self.error]

    @property
    def effect(self) -> Effect | None:
        """The one word for everything, None if there is none."""
        if not self.ok and not self.error:
            return None
        ok, error = _one(self.ok or self.error), _one(self.error or self.ok)
        return _BY_EXIT.get((ok, error)) if ok is not None and error is not None else None


def _one(effects: set[Effect | None]) -> Effect | None:
    known = effects - {Effect.DRAINS} if len(effects) > 1 and Effect.BORROWS in effects else effects
    return next(iter(known)) if len(known) == 1 else None


class Contracts:
    """Derives contracts from bodies."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.shapes = engine.shapes
        self.handing = Handing(engine)
        self._owned: Memory[Named, list[Held]] = Memory(engine.ledger)
        self._ending: Memory[tuple[str, str, tuple[str, ...]], frozenset[str]] = Memory(engine.ledger)
        self._effects: Memory[tuple[tuple[str, int], str, tuple[str, ...]], Effect | None] = Memory(engine.ledger)

    def of(self, function: Node, file: GoFile) -> Contract | None:
        """Return the contract of a function or method with a body, None for one without."""
        symbol = declared_symbol(function, file)
        if symbol is None or function.field("body") is None:
            return None
        name = full_name(function)
        handed, more = self._handed(function, file, symbol)
        effects = {place: effect for place, effect in self._given(function, file) if effect is not None}
        receiver = effects.pop(RECEIVER, None)
        model = FunctionModel(
            name,
            f"{file.source.path}, {name}",
            acquires=handed,
            arguments=tuple(sorted(effects.items())),
            receiver=receiver,
        )
        return Contract(model, more)

    def of_type(self, symbol: Symbol, package: PackageScope) -> TypeModel | None:
        """Return that a type is owning: any function of its package that returns one returns an obligation.

        None if some exported function returns one that need not be closed.
        """
        base = Named(package.path, symbol.name)
        kinds: set[str | None] = set()
        for function, file, place in self._returning(package, base):
            own = declared_symbol(function, file)
            acquires = self._handed(function, file, own)[0] if own is not None else None
            kinds.add(acquires.kind if acquires is not None and acquires.result == place else None)
        kind = next(iter(kinds)) if len(kinds) == 1 else None
        if kind is None or not any(each.name == kind for each, _ in self.owned(base)):
            return None
        return TypeModel(symbol.name, f"{symbol.file.source.path}, {symbol.name}", kind)

    def owned(self, base: Type) -> list[Held]:
        """Return what values of a type hold that a method of the type releases.

        The types of the fields say what they may hold, and so do the functions of the type's package, if that is the
        one being analyzed.
        """
        if not isinstance(base, Named):
            return []
        return self._owned.of(base, self._owns, base, bottom=[])

    def _owns(self, base: Named) -> list[Held]:
        places = [held for kind in self.engine.kinds for held in in_fields(base, kind, self.engine)]
        places += self._constructed(base)
        released = (each for each in places if self.engine.owners.releases(base, each[1], each[0]))
        return list(dict.fromkeys(released))

    def _constructed(self, base: Named) -> Iterator[Held]:
        """Yield what the functions of a type's package return in values of the type."""
        package = self.shapes.names.known_package(base.path)
        for function, file, place in self._returning(package, base) if package is not None else ():
            for kind, each in self.handing.of(function, file):
                if each.index == place and each.rest:
                    yield kind, each.rest

    # Results

    def _handed(self, function: Node, file: GoFile, symbol: Symbol) -> tuple[Acquires | None, tuple[str, ...]]:
        shape = self.shapes.of_symbol(symbol)
        results = shape.results if isinstance(shape, Func) else ()
        found: set[tuple[int, str, tuple[str, ...] | None]] = set()
        for kind, each in self.handing.of(function, file):
            if self._can_be_met(results[each.index], each, kind):
                found.add((each.index, kind.name, self._part(results[each.index], each, kind)))
        ordered = sorted(found, key=lambda each: (each[0], each[1], each[2] or ()))
        more = tuple(f"returns a {kind} as result {index} too" for index, kind, _ in ordered[1:])
        return (Acquires(ordered[0][1], ordered[0][0], ordered[0][2]) if ordered else None), more

    def _can_be_met(self, result: Type, returned: Returned, kind: ObligationKind) -> bool:
        """Return whether code of another package can release what a result holds: by a field, or by a method."""
        base = dereferenced(result)
        is_reachable = not isinstance(base, Named) or all(name[:1].isupper() for name in returned.rest)
        return is_reachable or bool(self._endings(base, kind, returned.rest))

    def _part(self, result: Type, returned: Returned, kind: ObligationKind) -> tuple[str, ...] | None:
        """Return what leads from a result to what its callers release: the result itself if its type owns it."""
        base = dereferenced(result)
        owned = isinstance(base, Named) and self.engine.owners.releases(base, returned.rest, kind)
        part = () if owned else returned.rest
        is_usual = part == fieldpaths.full(base, kind.part, self.shapes)
        return None if is_usual else fieldpaths.short(base, part, self.shapes)

    # Arguments

    def _given(self, function: Node, file: GoFile) -> Iterator[tuple[int, Effect | None]]:
        for place, symbol in holders(function, file, self.shapes):
            if symbol.declaration.kind == "variadic_parameter_declaration":
                continue
            shape = self.shapes.of_symbol(symbol)
            if place == RECEIVER:
                yield place, self._on_receiver(function, dereferenced(shape))
                continue
            effects = {self._on(function, file, symbol, each) for each in self._held(shape)}
            yield place, next(iter(effects)) if len(effects) == 1 else None

    def _held(self, shape: Type) -> list[Held]:
        """Return what a parameter may hold that its caller owns."""
        base = dereferenced(shape)
        whole = [(kind, part) for kind in self.engine.kinds if (part := self.engine.part(base, kind)) is not None]
        if whole:
            return whole
        if isinstance(self.shapes.types.underlying(base), Interface):
            is_standard = isinstance(base, Named) and "." not in base.path.partition("/")[0] and bool(base.path)
            is_closer = is_standard and self.shapes.members.find(base, _CLOSE) is not None
            return [(_CLOSER, ())] if is_closer else []
        return self.owned(base)

    def _on_receiver(self, function: Node, base: Type) -> Effect | None:
        """Return that a method releases something that its receiver owns, None if it does not."""
        name = full_name(function).rpartition(".")[2]
        is_ending = any(name in self._endings(base, kind, rest) for kind, rest in self.owned(base))
        return Effect.DISCHARGES if is_ending else None

    def _endings(self, base: Type, kind: ObligationKind, rest: tuple[str, ...]) -> frozenset[str]:
        """Return the names of the exported methods of a type that release what its values hold at a path.

        Those are the methods that do so on every path, or are named for it: such a method knows when there is nothing
        to do, `if c.closed { return nil }`. If a type has no such method, they are those that do so on some path.
        """
        return self._ending.of((str(base), kind.name, rest), self._found_endings, base, kind, rest)

    def _found_endings(self, base: Type, kind: ObligationKind, rest: tuple[str, ...]) -> frozenset[str]:
        scope = self.shapes.names.known_package(base.path) if isinstance(base, Named) else None
        methods = scope.methods(base.name) if scope is not None and isinstance(base, Named) else []
        given = Given(RECEIVER, rest)
        summaries = {
            each.name: self.engine.effects.of_function((each.declaration, each.file), given, kind)
            for each in methods
            if each.name[:1].isupper() and each.declaration.field("body") is not None
        }
        some = frozenset(name for name, each in summaries.items() if each.has(Done.DISCHARGES))
        named = some & (_ENDING | kind.released_by)
        return named | {name for name in some if summaries[name].always_releases} or some

    def _on(self, function: Node, file: GoFile, symbol: Symbol, given: Held) -> Effect | None:
        """Return what a function does with what a parameter holds, None if that is not certain."""
        key = (symbol.key, given[0].name, given[1])
        return self._effects.of(key, self._done, function, file, symbol, given, bottom=None)

    def _done(self, function: Node, file: GoFile, symbol: Symbol, given: Held) -> Effect | None:
        kind, rest = given
        graph = self.engine.effects.graph(function, file)
        if graph is None:
            return None
        scene = Scene(self.engine.effects, kind, graph, file, part=rest, beyond=True)
        state = State(Phase.OPEN, aliases=frozenset({(symbol.key, rest)}))
        result = search(graph, 0, state, Transfer(scene))
        result.returned, result.exits, result.reasons = frozenset(scene.returned), scene.exits, scene.reasons
        if result.is_capped or result.of(OutcomeKind.PREMATURE):
            return None
        effect = self._exits(result, scene).effect
        if effect in {Effect.WRAPS, Effect.ADOPTS}:
            return self._as_returned(function, file, result, kind, effect)
        return effect

    def _exits(self, result: Result, scene: Scene) -> _Exits:
        found = _Exits()
        end = scene.graph.function.field("body")
        for where, ends in result.exits.items():
            kind = self.engine.effects.exit_kind(scene.graph, scene.file, where)
            if end is not None and where.end == end.end:
                kind = "ok"
            for outcome, at in ends:
                effect = _OF_OUTCOME.get(outcome)
                if effect is None:
                    continue
                certain = outcome is not OutcomeKind.ESCAPED or self._is_kept(result, at, scene)
                for exits in found.at(kind):
                    exits.add(effect if certain else None)
        return found

    def _is_kept(self, result: Result, at: int, scene: Scene) -> bool:
        """Return whether it is certain that something keeps what escapes at a byte.

        If a function is called with it, that is so if the function keeps it on every path.
        """
        reason = next((reason for where, reason in result.reasons.items() if where.start == at), None)
        if reason is None or not reason.root.is_kept:
            return False
        return reason.further is None or self._is_taken(at, scene)

    def _is_taken(self, at: int, scene: Scene) -> bool:
        call = scene.file.node_at(at, at + 1)
        while call is not None and (call.kind != "call_expression" or call.start != at):
            call = call.parent if call.start == at else None
        site = Site(call, scene.file) if call is not None else None
        body = callee_body(site, self.shapes) if site is not None else None
        if call is None or body is None or len(scene.part) > ACCESS_PATH.most:
            return False
        given = [place for place, each in enumerate(self.shapes.arguments(call)) if self._is_it(each, scene)]
        symbol = parameter(*body, self.shapes, given[0]) if len(given) == 1 else None
        if symbol is None or symbol.declaration.kind == "variadic_parameter_declaration":
            return False
        return self._on(*body, symbol, (scene.kind, scene.part)) is Effect.TAKES

    def _is_it(self, argument: Node, scene: Scene) -> bool:
        """Return whether an argument is a parameter of the function that the scene is about."""
        symbol = self.shapes.names.symbol_of(argument, scene.file) if argument.kind == "identifier" else None
        held = {each for _, each in holders(scene.graph.function, scene.file, self.shapes)}
        return symbol in held and list(self._held(self.shapes.of(argument, scene.file))) == [(scene.kind, scene.part)]

    def _as_returned(
        self, function: Node, file: GoFile, result: Result, kind: ObligationKind, effect: Effect
    ) -> Effect | None:
        """Return whether the first result owns what is given, or is a view of it; None if it is something else."""
        symbol = declared_symbol(function, file)
        shape = self.shapes.of_symbol(symbol) if symbol is not None else None
        results = shape.results if isinstance(shape, Func) else ()
        if len(result.returned) != 1 or not results:
            return None
        returned = next(iter(result.returned))
        if returned.index != 0 or ANY in returned.rest:
            return None
        if returned.is_view:
            return Effect.VIEWS if effect is Effect.WRAPS else None
        return effect if self.engine.owners.reachable(results, [returned], kind) else None

    # Types

    def _returning(self, package: PackageScope, base: Named) -> Iterator[tuple[Node, GoFile, int]]:
        """Yield the exported functions and methods of a package that return values of a type, with the first place."""
        for file in package.mentioning(base.name):
            if file.is_test:
                continue
            for function in exported(file):
                symbol = declared_symbol(function, file)
                shape = self.shapes.of_symbol(symbol) if symbol is not None else None
                if symbol is None or not isinstance(shape, Func):
                    continue
                places = [at for at, each in enumerate(shape.results) if dereferenced(each) == base]
                if places:
                    yield function, file, places[0]


def exported(file: GoFile) -> Iterator[Node]:
    """Yield the functions and methods of a file with a body that other packages can call."""
    for top in file.top_level:
        if top.kind not in {"function_declaration", "method_declaration"} or top.field("body") is None or top.has_error:
            continue
        if all(part[:1].isupper() for part in full_name(top).split(".")):
            yield top


def full_name(function: Node) -> str:
    """Return the name of a function or method as in models: `Dial`, `Dialer.Dial`."""
    name = function.field("name")
    return ".".join(part for part in (receiver_type(function), name.text if name is not None else "") if part)
