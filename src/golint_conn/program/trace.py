"""Tracing: where a value goes and what is done with it, regardless of order.

From the expression that makes a value, the trace follows it through variables, parentheses, `&`, literals that contain
it (the *owner* then carries it), arguments of functions whose body is available, and, with `wide`, also through results
to callers, through fields of named types and through package variables. What happens on the way is a list of uses.
Rules ask: is this setting made anywhere? Is the value kept beyond the call? What is called on it?

    tr := &http.Transport{}            // the value
    configure(tr)                      // PASSED, and followed into configure
    c := &http.Client{Transport: tr}   // PART of an owner, which is followed
    c.Get(url)                         // CALLED Get on the owner
    s.client = c                       // KEPT
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from golint_conn.names.budgets import TRACED_PLACES
from golint_conn.names.fieldpaths import element
from golint_conn.names.incremental.memory import Memory
from golint_conn.names.scopes import FUNCTIONS
from golint_conn.names.shape import UNKNOWN, Named, Package, Struct, Tuple, Type, dereferenced
from golint_conn.names.shapes import CalleeKind
from golint_conn.names.symbol import Symbol, SymbolKind
from golint_conn.program import library_effects as library
from golint_conn.program.functions import callee_body, declared_symbol, enclosing_function, parameter, values
from golint_conn.program.ownership import Ownership
from golint_conn.program.places import assigned_value, called_literal, holding_name, root_of, runs_in_place
from golint_conn.program.references import called_by
from golint_conn.program.site import Site, tell_limit
from golint_conn.program.uses import Trace, Use, UseKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from golint_conn.program.references import References
    from golint_conn.syntax import Node


@dataclass(frozen=True, slots=True)
class _Step:
    """A place yet to be visited: an expression that means the value, or a symbol that holds it."""

    what: Site | Symbol
    owned: bool
    far: bool
    index: int = 0
    inner: bool = False


class Tracer:
    """Runs traces over a program."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.shapes = references.shapes
        self.ownership = Ownership(references)
        self._memory: Memory[tuple[tuple[str, int, int], bool, bool], Trace] = Memory(references.ledger)
        self._giving_back: Memory[tuple[str, int], bool] = Memory(references.ledger)

    def trace(self, site: Site, *, wide: bool, owned: bool = False) -> Trace:
        """Return where the value of an expression (or of a variable declared without one) goes.

        With `owned` the expression makes something that carries the value, and the value is followed.
        """
        return self._memory.of((site.key, wide, owned), self._traced, site, wide, owned)

    def _traced(self, site: Site, wide: bool, owned: bool) -> Trace:  # noqa: FBT001 - as above
        trace = _Run(self, site, wide=wide, owned=owned).run()
        if not trace.complete:
            tell_limit(site, "a value goes to too many places from here to be followed to the end")
        return trace

    def gives_back(self, symbol: Symbol) -> bool:
        """Return whether a function returns what a parameter holds, as a result or inside one."""
        return self._giving_back.of(symbol.key, self._comes_back, symbol, bottom=False, top=True)

    def _comes_back(self, symbol: Symbol) -> bool:
        trace = _Run(self, Site(symbol.node, symbol.file), wide=False, is_shallow=True).run(symbol)
        return bool(trace.of(UseKind.RETURNED)) or not trace.complete


def _is_basic(shape: Type) -> bool:
    """Return whether a type is one of Go's own scalar types, which carry nothing."""
    return isinstance(shape, Named) and not shape.path


class _Run:
    """One trace: the places still to visit and the uses found."""

    def __init__(
        self, tracer: Tracer, site: Site, *, wide: bool, owned: bool = False, is_shallow: bool = False
    ) -> None:
        self.tracer = tracer
        self.shapes = tracer.shapes
        self.references = tracer.references
        self.wide = wide
        self.owned = owned
        self.is_shallow = is_shallow
        self.type = UNKNOWN if owned else self._made(site)
        self.trace = Trace(site)
        self.pending: list[_Step] = []
        self.seen: set[tuple[object, bool]] = set()

    def run(self, holder: Symbol | None = None) -> Trace:
        """Visit everything that can be reached from the origin, or from a symbol that holds the value."""
        origin = self.trace.origin
        if holder is not None:
            is_gathered = holder.declaration.kind == "variadic_parameter_declaration"
            self._push(_Step(holder, owned=is_gathered, far=False))
        elif origin.node.kind == "var_spec":
            for name in origin.node.fields("name"):
                self._hold(origin.at(name), _Step(origin, owned=False, far=False))
        else:
            self._push(_Step(origin, owned=self.owned, far=False))
        while self.pending:
            if len(self.seen) > TRACED_PLACES.most:
                self.trace.complete = False
                break
            step = self.pending.pop(0)
            if isinstance(step.what, Symbol):
                self._symbol(step.what, step)
            else:
                self._expression(step.what, step)
        return self.trace

    def _made(self, site: Site) -> Type:
        """Return the type of the traced value, without pointer."""
        if site.node.kind == "var_spec":
            return dereferenced(self.shapes.types.shape(site.node.field("type"), site.file))
        shape = self.shapes.of(site.node, site.file)
        return dereferenced(shape.items[0] if isinstance(shape, Tuple) and shape.items else shape)

    def _is_value(self, shape: Type) -> bool:
        """Return whether a type can only be that of the traced value, taken back out of an owner."""
        return isinstance(self.type, Named) and dereferenced(shape) == self.type

    def _push(self, step: _Step) -> None:
        key = (step.what.key, step.owned)
        if key not in self.seen:
            self.seen.add(key)
            self.pending.append(step)

    def _use(self, kind: UseKind, site: Site, step: _Step, name: str = "", **more: object) -> None:
        self.trace.uses.append(Use(kind, site, name, owned=step.owned, far=step.far, inner=step.inner, **more))  # type: ignore[arg-type]

    def _symbol(self, symbol: Symbol, step: _Step) -> None:
        if symbol.kind is SymbolKind.RESULT and not step.inner:
            self._leave(Site(symbol.node, symbol.file), symbol, step)
        for reference in self.references.of(symbol):
            if symbol.is_local:
                self._capture(symbol, reference, step)
            node = reference.node
            selector = node.parent
            if node.kind == "field_identifier" and selector is not None:
                node = selector
            self._expression(reference.at(node), step)

    def _capture(self, symbol: Symbol, reference: Site, step: _Step) -> None:
        """Record a reference from a function literal that may run after the function that holds the symbol."""
        home = (
            enclosing_function(symbol.node)
            if symbol.kind is SymbolKind.VARIABLE
            else enclosing_function(symbol.declaration)
        )
        inner = enclosing_function(reference.node)
        while inner is not None and inner != home and inner.kind == "func_literal":
            if not runs_in_place(inner):
                self._use(UseKind.CAPTURED, reference.at(inner), step)
                return
            inner = enclosing_function(inner)

    def _expression(self, site: Site, step: _Step) -> None:
        node = site.node
        parent: Node | None = None
        for parent in node.ancestors():
            if parent.kind != "parenthesized_expression":
                break
            node = parent
        if parent is None:
            return
        visit = self._PARENTS.get(parent.kind)
        if visit is not None:
            visit(self, site.at(parent), node, step)

    # What the parent of an expression does with its value

    def _same(self, outer: Site, node: Node, step: _Step) -> None:
        self._push(replace(step, what=outer))

    def _asserted(self, outer: Site, node: Node, step: _Step) -> None:
        out = step.owned and self._is_value(self.shapes.of(outer.node, outer.file))
        self._push(replace(step, what=outer, owned=False if out else step.owned))

    def _ranged(self, outer: Site, node: Node, step: _Step) -> None:
        """Follow a value out of the slice, array or map that a loop ranges over."""
        left = outer.node.field("left")
        names = left.children if left is not None else []
        if outer.node.field("right") != node or not step.owned or not names[1:]:
            return
        symbol = self.shapes.names.symbol_of(names[1], outer.file)
        if symbol is not None and symbol.is_local:
            self._push(replace(step, what=symbol, owned=not self._is_value(self.shapes.of_symbol(symbol))))

    def _unary(self, outer: Site, node: Node, step: _Step) -> None:
        if outer.node.operator() == "&":
            self._push(replace(step, what=outer))
        elif outer.node.operator() == "*":
            left = outer.node.parent
            assignment = left.parent if left is not None and left.kind == "expression_list" else None
            if (
                assignment is not None
                and assignment.kind == "assignment_statement"
                and assignment.field("left") == left
            ):
                self._use(UseKind.COPIED, outer, step)
            else:
                self._push(replace(step, what=outer))

    def _element(self, outer: Site, node: Node, step: _Step) -> None:
        """Follow a value into the literal that contains it."""
        found = element(outer.node, outer.file, self.shapes)
        if found is None:
            return
        literal, shape = outer.at(found.literal), self.shapes.of(found.literal, outer.file)
        self._use(UseKind.PART, literal, step, found.field, shape=shape)
        owner = dereferenced(shape)
        if self.wide and found.field and isinstance(owner, Named):
            self._field(owner, found.field)
        self._push(replace(step, what=literal, owned=True))

    def _argument(self, outer: Site, node: Node, step: _Step) -> None:
        call = outer.node.parent
        if call is None or call.kind not in {"call_expression", "type_conversion_expression"}:
            return
        site = outer.at(call)
        callee = self.shapes.callee(call, outer.file)
        if callee.kind is CalleeKind.CONVERSION:
            self._push(replace(step, what=site))
            return
        if callee.kind is CalleeKind.BUILTIN:
            if callee.name == "append":
                self._push(replace(step, what=site, owned=True))
            return
        place = next((i for i, each in enumerate(outer.node.children) if each == node), 0)
        literal = called_literal(call)
        body = (literal, outer.file) if literal is not None else callee_body(site, self.shapes)
        held = parameter(body[0], body[1], self.shapes, place) if body is not None else None
        models = self.shapes.workspace.library
        known = body is not None or not library.changes(callee.qualified, models)
        lent = callee.kind is CalleeKind.VALUE or not library.keeps(callee.qualified, models)
        name = callee.qualified or callee.name
        passed = outer.at(node)
        self._use(UseKind.PASSED, site, step, name, value=passed, followed=known, lent=lent, shape=callee.shape)
        if held is not None:
            is_gathered = held.declaration.kind == "variadic_parameter_declaration" and node.kind != "variadic_argument"
            if not self.is_shallow:
                self._push(replace(step, what=held, inner=True, owned=step.owned or is_gathered))
            if self.tracer.gives_back(held):
                self._push(replace(step, what=site, owned=True, index=0))

    def _assigned(self, outer: Site, node: Node, step: _Step) -> None:
        """Follow a value from the right side of an assignment or declaration to what it is assigned to."""
        statement = outer.node
        right = statement.field("right") or statement.field("value")
        left = values(statement.field("left")) or statement.fields("name")
        place = next((i for i, each in enumerate(values(right)) if each == node), None)
        if place is None:
            is_value = node in left and isinstance(
                self.shapes.types.underlying(self.shapes.of(node, outer.file)), Struct
            )
            if is_value and not step.owned and not self._brought_it_here(outer, right):
                self._use(UseKind.COPIED, outer, step)
            return
        if len(values(right)) == 1 and len(left) > 1:
            place = step.index
        if place < len(left):
            self._hold(outer.at(left[place]), step)

    def _brought_it_here(self, statement: Site, right: Node | None) -> bool:
        """Return whether an assignment is the one that put the traced value where it is."""
        origin = self.trace.origin
        return right is not None and origin.file == statement.file and right.span.contains(origin.node.span)

    def _list(self, outer: Site, node: Node, step: _Step) -> None:
        statement = outer.node.parent
        if statement is None:
            return
        if statement.kind == "return_statement":
            self._returned(outer.at(statement), node, step)
        elif statement.kind in {"short_var_declaration", "assignment_statement", "var_spec"}:
            self._assigned(outer.at(statement), node, step)

    def _hold(self, target: Site, step: _Step) -> None:
        """Follow a value into the variable, field or element that it is assigned to."""
        node = target.node
        while node.kind == "parenthesized_expression" and node.children:
            node = node.children[0]
        if node.kind == "identifier":
            if node.text == "_":
                return
            symbol = self.shapes.names.symbol_of(node, target.file)
            if symbol is None:
                self._use(UseKind.KEPT, target, step, node.text)
                return
            if not symbol.is_local:
                self._use(UseKind.KEPT, target, step, symbol.name)
                if self.wide:
                    self._push(replace(step, what=symbol, far=True))
                return
            self.trace.is_fallback |= symbol.kind is SymbolKind.PARAMETER and not step.inner
            self._capture(symbol, target, step)
            self._push(replace(step, what=symbol))
            return
        self._store(target.at(node), step)

    def _store(self, target: Site, step: _Step) -> None:
        """Follow a value into a field or an element: of a local owner, or of something that outlives the call."""
        root = root_of(target.node)
        symbol = self.shapes.names.symbol_of(root, target.file) if root is not None else None
        name = target.node.field("field")
        if symbol is not None and symbol.is_local and self.tracer.ownership.is_own(symbol):
            self._use(UseKind.PART, target, step, name.text if name is not None else "", shape=self._base(target))
            self._push(replace(step, what=symbol, owned=True))
        else:
            self._use(UseKind.KEPT, target, step, name.text if name is not None else "", shape=self._base(target))
        owner = self._base(target)
        if self.wide and name is not None and isinstance(owner, Named):
            self._field(owner, name.text)

    def _base(self, target: Site) -> Type | None:
        """Return the type that something is put into: the struct that declares the field, or what is indexed."""
        member = self.shapes.member(target.node, target.file)
        if member is not None:
            return dereferenced(member.owner)
        operand = target.node.field("operand")
        if operand is None:
            return None
        base = self.shapes.of(operand, target.file)
        return None if isinstance(base, Package) else dereferenced(base)

    def _field(self, owner: Named, name: str) -> None:
        """Go wide: follow a value that a field of a named type holds to where that field is used."""
        key = ((owner.path, owner.name, name), False)
        if key in self.seen or not owner.path:
            return
        self.seen.add(key)
        for selector in self.references.field(owner, name):
            owned = not self._is_value(self.shapes.of(selector.node, selector.file))
            self._expression(selector, _Step(selector, owned=owned, far=True))
        for selector in self.references.promoted(owner, name):
            operand = selector.node.field("operand")
            if operand is not None:
                self._selected(selector, operand, _Step(selector, owned=True, far=True))

    def _leave(self, place: Site, result: Symbol, step: _Step) -> None:
        """Follow a value out of its function through a named result."""
        self._use(UseKind.RETURNED, place, step)
        function = next((each for each in place.node.ancestors() if each.kind in FUNCTIONS), None)
        holder = function.field("result") if function is not None else None
        names = [name for each in (holder.children if holder is not None else []) for name in each.fields("name")]
        at = next((i for i, name in enumerate(names) if name == result.node), 0)
        if function is not None:
            self._to_callers(place.at(function), at, step)

    def _returned(self, outer: Site, node: Node, step: _Step) -> None:
        self._use(UseKind.RETURNED, outer, step)
        function = enclosing_function(outer.node)
        listed = outer.node.children
        place = next((i for i, each in enumerate(values(listed[0]) if listed else []) if each == node), 0)
        if function is not None:
            self._to_callers(outer.at(function), place, step)

    def _to_callers(self, function: Site, place: int, step: _Step) -> None:
        """Go wide: follow a result to the calls of its function."""
        if not self.wide or step.inner:
            return
        if function.node.kind == "func_literal":
            name = holding_name(function.node)
            symbol = self.shapes.names.symbol_of(name, function.file) if name is not None else None
        else:
            symbol = declared_symbol(function.node, function.file)
        for call in self.references.calls(symbol) if symbol is not None else ():
            self._push(replace(step, what=call, far=True, index=place))

    def _return(self, outer: Site, node: Node, step: _Step) -> None:
        self._returned(outer, node, step)

    def _kept(self, outer: Site, node: Node, step: _Step) -> None:
        if outer.node.kind == "send_statement" and outer.node.field("value") != node:
            return
        self._use(UseKind.KEPT, outer, step)

    def _selected(self, outer: Site, node: Node, step: _Step) -> None:
        selector = outer.node
        name = selector.field("field")
        if selector.field("operand") != node or name is None:
            return
        member, call = self.shapes.member(selector, outer.file), called_by(name)
        if step.owned and self._is_value(member.owner if member is not None else UNKNOWN):
            step = replace(step, owned=False)
        if call is not None and (member is None or member.is_method):
            shape = self.shapes.of(node, outer.file)
            self._use(UseKind.CALLED, outer.at(call), step, name.text, shape=shape)
            return
        assigned = assigned_value(selector)
        if assigned is not None and not step.owned:
            self._use(UseKind.SET, outer, step, name.text, value=outer.at(assigned))
            return
        if isinstance(self.shapes.of(selector, outer.file), Tuple):
            return
        if step.owned:
            # A value read from an owner may be the traced value, or something that still carries it.
            shape = self.shapes.of(selector, outer.file)
            if not _is_basic(shape):
                self._push(replace(step, what=outer, owned=not self._is_value(shape)))
        else:
            self._use(UseKind.READ, outer, step, name.text)

    def _index(self, outer: Site, node: Node, step: _Step) -> None:
        if outer.node.field("operand") == node and step.owned:
            owned = not self._is_value(self.shapes.of(outer.node, outer.file))
            self._push(replace(step, what=outer, owned=owned))

    _PARENTS: ClassVar[dict[str, Callable[[_Run, Site, Node, _Step], None]]] = {
        "type_assertion_expression": _asserted,
        "range_clause": _ranged,
        "unary_expression": _unary,
        "literal_element": _element,
        "argument_list": _argument,
        "type_conversion_expression": _same,
        "variadic_argument": _same,
        "expression_list": _list,
        "short_var_declaration": _assigned,
        "assignment_statement": _assigned,
        "var_spec": _assigned,
        "return_statement": _return,
        "send_statement": _kept,
        "selector_expression": _selected,
        "index_expression": _index,
    }
