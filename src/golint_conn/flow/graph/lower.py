"""Lowering: from the statements of a function to its control-flow graph.

A builder keeps the loose ends, the points from which control continues to whatever comes next. A statement adds points
after them; a branch splits its loose ends and joins them again; `break`, `continue` and `goto` park theirs with the
statement or label that they name. Function literals are values here: each has its own graph.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from golint_conn.flow.graph.cfg import Graph, Point
from golint_conn.flow.graph.events import Assign, Assume, Call, Case, Event, Exhausted, Mode, Return, Send, Use
from golint_conn.names.budgets import NESTED_STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from golint_conn.syntax import Node

_SIMPLE_OPERANDS = frozenset({"identifier", "selector_expression", "parenthesized_expression"})


class TooDeepError(Exception):
    """A function nests more deeply than any that a person has written; it is skipped, with a notice."""


@dataclass(slots=True)
class _Target:
    """The targets of `break` and `continue` in a loop, switch or select."""

    label: str
    breaks: list[int] = field(default_factory=list)
    continues: list[int] | None = None


def lower(function: Node) -> Graph:
    """Return the graph of a function with a body; raises TooDeepError for one that nests too deeply."""
    graph = Graph(function)
    builder = _Builder(graph)
    body = function.field("body")
    builder.emit(None)
    if body is not None:
        builder.block(body)
    graph.end = builder.emit(None)
    builder.tie_gotos()
    return graph


class _Builder:
    """Builds one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.here: list[int] = []
        self.targets: list[_Target] = []
        self.labels: dict[str, int] = {}
        self.gotos: list[tuple[str, list[int]]] = []
        self.falls: list[int] = []
        self.depth = 0

    def emit(self, event: Event | None) -> int:
        """Add a point after the loose ends and make it the only one."""
        number = len(self.graph.points)
        self.graph.points.append(Point(event))
        for before in self.here:
            self.graph.points[before].successors.append(number)
        self.here = [number]
        return number

    def link(self, sources: Iterable[int], target: int) -> None:
        """Lead loose ends to an existing point."""
        for source in sources:
            self.graph.points[source].successors.append(target)

    def tie_gotos(self) -> None:
        """Lead every `goto` to its label."""
        for label, sources in self.gotos:
            if label in self.labels:
                self.link(sources, self.labels[label])

    # Statements

    def block(self, node: Node) -> None:
        """Lower the statements of a block, a case, or a list of statements."""
        for child in node.children:
            if child.kind in {"block", "statement_list"}:
                self.block(child)
            else:
                self.statement(child)

    def statement(self, node: Node, label: str = "") -> None:
        """Lower one statement; `label` is the one before it."""
        self.depth += 1
        if self.depth > NESTED_STATEMENTS.most:
            raise TooDeepError
        handler = self._STATEMENTS.get(node.kind)
        if handler is not None:
            handler(self, node, label)
        else:
            self.calls(node)
        self.depth -= 1

    def _block(self, node: Node, _label: str) -> None:
        self.block(node)

    def _expression(self, node: Node, _label: str) -> None:
        for child in node.children:
            self.calls(child)
            if child.kind not in {"call_expression", "parenthesized_expression"}:
                self.emit(Use(child))

    def _short(self, node: Node, _label: str) -> None:
        self.assign(_listed(node.field("left")), _listed(node.field("right")), declares=True)

    def _assignment(self, node: Node, _label: str) -> None:
        left, right = _listed(node.field("left")), _listed(node.field("right"))
        opaque = node.operator() not in {"", "="}
        for each in left:
            self.calls(each)
        self.assign(left, right, opaque=opaque)

    def assign(self, left: list[Node], right: list[Node], *, declares: bool = False, opaque: bool = False) -> None:
        """Lower an assignment: first all values, then each target."""
        for each in right:
            self.calls(each)
        for place, target in enumerate(left):
            value = right[place] if len(right) == len(left) else (right[0] if right else None)
            index = place if len(right) != len(left) else 0
            self.emit(Assign(target, value, index, declares=declares, opaque=opaque))

    def _variables(self, node: Node, _label: str) -> None:
        for spec in node.walk():
            if spec.kind == "var_spec":
                self.assign(spec.fields("name"), _listed(spec.field("value")), declares=True)

    def _increment(self, node: Node, _label: str) -> None:
        for child in node.children:
            self.calls(child)
            self.emit(Assign(child, None, opaque=True))

    def _send(self, node: Node, _label: str) -> None:
        for child in node.children:
            self.calls(child)
        value = node.field("value")
        if value is not None:
            self.emit(Send(value))

    def _deferred(self, node: Node, _label: str) -> None:
        mode = Mode.DEFER if node.kind == "defer_statement" else Mode.GO
        for child in node.children:
            if child.kind == "call_expression":
                self.calls(child, outermost=False)
                self.emit(Call(child, mode))
            else:
                self.calls(child)

    def _return(self, node: Node, _label: str) -> None:
        values = _listed(node.children[0]) if node.children else []
        for value in values:
            self.calls(value)
        self.emit(Return(node, tuple(values)))
        self.here = []

    def _if(self, node: Node, _label: str) -> None:
        initial, condition = node.field("initializer"), node.field("condition")
        if initial is not None:
            self.statement(initial)
        holds, fails = self.condition(condition) if condition is not None else (self.here, self.here)
        self.here = holds
        consequence, alternative = node.field("consequence"), node.field("alternative")
        if consequence is not None:
            self.block(consequence)
        after = self.here
        self.here = fails
        if alternative is not None:
            self.statement(alternative)
        self.here = [*after, *self.here]

    def _for(self, node: Node, label: str) -> None:
        clause = next((child for child in node.children if child.kind in {"for_clause", "range_clause"}), None)
        body = node.field("body")
        if clause is not None and clause.kind == "range_clause":
            self._range(clause, body, label)
            return
        initial = clause.field("initializer") if clause is not None else None
        update = clause.field("update") if clause is not None else None
        condition = clause.field("condition") if clause is not None else self._bare_condition(node, body)
        if initial is not None:
            self.statement(initial)
        head = self.emit(None)
        holds, fails = self.condition(condition) if condition is not None else (self.here, [])
        target = self._inside(holds, body, label)
        self.here = [*self.here, *(target.continues or [])]
        if update is not None:
            self.statement(update)
        self.link(self.here, head)
        self.here = [*fails, *target.breaks]

    @staticmethod
    def _bare_condition(node: Node, body: Node | None) -> Node | None:
        return next((child for child in node.children if child != body), None)

    def _range(self, clause: Node, body: Node | None, label: str) -> None:
        right = clause.field("right")
        if right is not None:
            self.calls(right)
        head = self.emit(None)
        declares = ":=" in clause.tokens
        names = _listed(clause.field("left"))
        for place, name in enumerate(names):
            self.emit(Assign(name, right, place, declares=declares, opaque=True))
        target = self._inside(self.here, body, label)
        self.link([*self.here, *(target.continues or [])], head)
        self.here = [head]
        if right is not None:
            self.emit(Exhausted(right, tuple(names)))
        self.here += target.breaks

    def _inside(self, entries: list[int], body: Node | None, label: str) -> _Target:
        """Lower the body of a loop; leave its loose ends in `here` and return what broke out or continued."""
        target = _Target(label, continues=[])
        self.targets.append(target)
        self.here = entries
        if body is not None:
            self.block(body)
        self.targets.pop()
        return target

    def _switch(self, node: Node, label: str) -> None:
        initial, value = node.field("initializer"), node.field("value")
        if initial is not None:
            self.statement(initial)
        if value is not None:
            self.calls(value)
        if node.kind == "type_switch_statement" and value is not None:
            for alias in _listed(node.field("alias")):
                self.emit(Assign(alias, value, declares=True))
        cases = [child for child in node.children if child.kind in {"expression_case", "type_case", "default_case"}]
        entries, rest = self._dispatch(cases, value)
        self._cases(cases, entries, rest, label)

    def _dispatch(self, cases: list[Node], value: Node | None) -> tuple[dict[int, list[int]], list[int]]:
        """Lower the tests of a switch in order; return each case's entry, and the loose ends if none of them holds."""
        entries: dict[int, list[int]] = {}
        for place, case in enumerate(cases):
            if case.kind == "default_case":
                continue
            is_type = case.kind == "type_case"
            among = tuple(case.fields("type")) if is_type else tuple(_listed(case.field("value")))
            if value is None:
                entries[place] = []
                for condition in among:
                    holds, fails = self.condition(condition)
                    entries[place] += holds
                    self.here = fails
                continue
            for each in among:
                self.calls(each)
            before = self.here
            self.emit(Case(value, among, truth=True, types=is_type))
            entries[place] = self.here
            self.here = before
            self.emit(Case(value, among, truth=False, types=is_type))
        return entries, self.here

    def _cases(self, cases: list[Node], entries: dict[int, list[int]], rest: list[int], label: str) -> None:
        target = _Target(label)
        self.targets.append(target)
        after: list[int] = []
        default = next((place for place, case in enumerate(cases) if case.kind == "default_case"), None)
        if default is not None:
            entries[default] = rest
        else:
            after += rest
        self.falls = []
        for place, case in enumerate(cases):
            self.here = [*entries.get(place, []), *self.falls]
            self.falls = []
            for child in case.children:
                if child.kind == "statement_list":
                    self.block(child)
            after += self.here
        self.targets.pop()
        self.here = [*after, *target.breaks]

    def _select(self, node: Node, label: str) -> None:
        target = _Target(label)
        self.targets.append(target)
        before, after = self.here, []
        for case in node.children:
            self.here = before
            communication = case.field("communication")
            if communication is not None:
                self.emit(None)
                self._communicate(communication)
            for child in case.children:
                if child.kind == "statement_list":
                    self.block(child)
            after += self.here
        self.targets.pop()
        # A select waits until one of its cases can proceed; nothing falls through.
        self.here = [*after, *target.breaks]

    def _communicate(self, node: Node) -> None:
        if node.kind != "receive_statement":
            self.statement(node)
            return
        right = node.field("right")
        if right is not None:
            self.assign(_listed(node.field("left")), [right], declares=":=" in node.tokens)

    def _break(self, node: Node, _label: str) -> None:
        name = node.children[0].text if node.children else ""
        target = next((each for each in reversed(self.targets) if not name or each.label == name), None)
        if target is not None:
            target.breaks += self.here
        self.here = []

    def _continue(self, node: Node, _label: str) -> None:
        name = node.children[0].text if node.children else ""
        loops = [each for each in reversed(self.targets) if each.continues is not None]
        target = next((each for each in loops if not name or each.label == name), None)
        if target is not None and target.continues is not None:
            target.continues += self.here
        self.here = []

    def _goto(self, node: Node, _label: str) -> None:
        if node.children:
            self.gotos.append((node.children[0].text, self.here))
        self.here = []

    def _fallthrough(self, _node: Node, _label: str) -> None:
        self.falls = [*self.falls, *self.here]
        self.here = []

    def _labeled(self, node: Node, _label: str) -> None:
        label = node.field("label")
        name = label.text if label is not None else ""
        self.labels[name] = self.emit(None)
        for child in node.children:
            if child != label:
                self.statement(child, name)

    def _nothing(self, _node: Node, _label: str) -> None:
        """Lower a declaration that does nothing at run time."""

    # Expressions

    def condition(self, node: Node) -> tuple[list[int], list[int]]:
        """Lower a condition; return the loose ends if it holds and if it fails."""
        self.depth += 1
        if self.depth > NESTED_STATEMENTS.most:
            raise TooDeepError
        try:
            operator = node.operator()
            if node.kind == "parenthesized_expression" and len(node.children) == 1:
                return self.condition(node.children[0])
            if node.kind == "unary_expression" and operator == "!":
                holds, fails = self.condition(node.children[0])
                return fails, holds
            left, right = node.field("left"), node.field("right")
            if node.kind == "binary_expression" and operator in {"&&", "||"} and left is not None and right is not None:
                return self._joined(operator, left, right)
            self.calls(node)
            before = self.here
            self.emit(Assume(node, truth=True))
            holds = self.here
            self.here = before
            self.emit(Assume(node, truth=False))
            return holds, self.here
        finally:
            self.depth -= 1

    def _joined(self, operator: str, left: Node, right: Node) -> tuple[list[int], list[int]]:
        holds, fails = self.condition(left)
        self.here = holds if operator == "&&" else fails
        inner_holds, inner_fails = self.condition(right)
        if operator == "&&":
            return inner_holds, [*fails, *inner_fails]
        return [*holds, *inner_holds], inner_fails

    def calls(self, node: Node, *, outermost: bool = True) -> None:
        """Emit the calls inside an expression, innermost first, without those of function literals."""
        pending: list[tuple[Node, bool]] = [(node, False)]
        while pending:
            each, is_done = pending.pop()
            if is_done:
                self.emit(Call(each))
            elif each.kind != "func_literal" or each == node:
                if each.kind == "call_expression" and (outermost or each != node):
                    pending.append((each, True))
                if each.kind != "func_literal":
                    pending += [(child, False) for child in reversed(each.children)]

    _STATEMENTS: ClassVar[dict[str, Callable[[_Builder, Node, str], None]]] = {
        "block": _block,
        "expression_statement": _expression,
        "short_var_declaration": _short,
        "assignment_statement": _assignment,
        "var_declaration": _variables,
        "const_declaration": _nothing,
        "type_declaration": _nothing,
        "inc_statement": _increment,
        "dec_statement": _increment,
        "send_statement": _send,
        "go_statement": _deferred,
        "defer_statement": _deferred,
        "return_statement": _return,
        "if_statement": _if,
        "for_statement": _for,
        "expression_switch_statement": _switch,
        "type_switch_statement": _switch,
        "select_statement": _select,
        "break_statement": _break,
        "continue_statement": _continue,
        "goto_statement": _goto,
        "fallthrough_statement": _fallthrough,
        "labeled_statement": _labeled,
        "empty_statement": _nothing,
    }


def _listed(node: Node | None) -> list[Node]:
    """Return the expressions of a list, or the one that takes its place."""
    if node is None:
        return []
    return node.children if node.kind == "expression_list" else [node]
