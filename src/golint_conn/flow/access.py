"""Access paths: which local variable, and which of its fields, an expression stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.obligation import ANY
from golint_conn.names.calls import CalleeKind
from golint_conn.program.references import called_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.flow.obligation import Path, Promise
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.shapes import Shapes
    from golint_conn.syntax import Node

_TRANSPARENT = frozenset(
    {"parenthesized_expression", "type_assertion_expression", "unary_expression", "literal_element"}
)
Rest = tuple[str, ...]
"""What leads from an expression to an obligation: the fields to select."""


class Access:
    """Reads access paths in one file."""

    def __init__(self, shapes: Shapes, file: GoFile) -> None:
        self.shapes = shapes
        self.file = file

    def path(self, node: Node | None) -> Path | None:
        """Return the access path of an expression, None for what is not rooted in a local variable."""
        fields: list[str] = []
        while node is not None:
            if node.kind == "selector_expression":
                field = node.field("field")
                if field is None:
                    return None
                fields.append(field.text)
                node = node.field("operand")
            elif node.kind in _TRANSPARENT:
                if node.kind == "unary_expression" and node.operator() not in {"&", "*"}:
                    return None
                node = inner(node)
            elif node.kind == "call_expression" and self.converted(node) is not None:
                node = self.converted(node)
            elif node.kind == "identifier" and node.text == "_":
                return None
            elif node.kind == "identifier":
                symbol = self.shapes.names.symbol_of(node, self.file)
                return (symbol.key, tuple(reversed(fields))) if symbol is not None and symbol.is_local else None
            else:
                return None
        return None

    def converted(self, call: Node) -> Node | None:
        """Return what a conversion, `io.Reader(conn)`, gives another type to; None for a call."""
        arguments = self.shapes.arguments(call)
        is_conversion = len(arguments) == 1 and self.shapes.callee(call, self.file).kind is CalleeKind.CONVERSION
        return arguments[0] if is_conversion else None

    def below(self, node: Node, aliases: frozenset[Path]) -> Rest | None:
        """Return what leads from the value of an expression to an alias inside of it, None where there is none.

        A composite literal holds what its elements hold; what is held somewhere else in an expression is held at `ANY`.
        """
        path = self.path(node)
        if path is not None:
            rest = next((alias[1][len(path[1]) :] for alias in sorted(aliases) if covers(path, alias)), None)
            return (ANY,) if rest is None and self._hands_on(node, aliases) else rest
        node = unwrapped(node)
        if node.kind == "composite_literal":
            return self._below_literal(node, aliases)
        return (ANY,) if self.mentions(node, aliases, calls=False) else None

    def _below_literal(self, literal: Node, aliases: frozenset[Path]) -> Rest | None:
        body = literal.field("body")
        for element in body.children if body is not None else []:
            key, value = element.field("key"), element.field("value")
            held = inner(value) if value is not None else None
            if key is None or held is None:
                continue
            rest = self.below(held, aliases)
            if rest is not None:
                return (key.text, *rest)
        return (ANY,) if self.mentions(literal, aliases, calls=False) else None

    def mentions(self, node: Node, aliases: frozenset[Path], *, calls: bool) -> bool:
        """Return whether an expression hands on an alias or its owner: as itself, in a literal, in a closure.

        Reading another field of the owner (`resp.StatusCode`) is no mention. With `calls` False the arguments of calls
        are left out.
        """
        return any(self._hands_on(each, aliases) for each in self._handed(node, calls=calls))

    def _handed(self, node: Node, *, calls: bool) -> Iterator[Node]:
        """Yield the outermost selectors and identifiers of an expression; a function literal hands on all it names."""
        pending = [(node, calls)]
        while pending:
            each, with_calls = pending.pop()
            if each.kind in {"selector_expression", "identifier"} and self.path(each) is not None:
                yield each
            elif each.kind == "keyed_element":
                value = each.field("value")
                pending += [(value, with_calls)] if value is not None else []
            elif each.kind == "binary_expression":
                # A comparison or an operation reads its operands; what it gives is neither of them.
                continue
            elif each.kind == "call_expression" and not with_calls:
                function = each.field("function")
                pending += [(function, True)] if function is not None and function.kind == "func_literal" else []
            else:
                pending += [(child, with_calls or each.kind == "func_literal") for child in each.children]

    def _hands_on(self, node: Node, aliases: frozenset[Path]) -> bool:
        path = self.path(node)
        if path is None:
            return False
        if any(covers(path, alias) for alias in aliases):
            return True
        # A method value, `resp.Body.Close` or `client.Close`, hands on what it is a method of, and what that holds.
        shorter = (path[0], path[1][:-1])
        if not path[1] or not any(covers(shorter, alias) for alias in aliases):
            return False
        member = self.shapes.member(unwrapped(node), self.file)
        # What is called of a value of an unknown type is a method of it for all we know.
        return member.is_method if member is not None else called_by(node) is not None

    def selects(self, node: Node, aliases: frozenset[Path]) -> Node | None:
        """Return where an expression selects an alias from its owner, as `resp.Body` does, under no condition.

        Function literals are left out, and operands of `&&` and `||` that are evaluated only if another one says so.
        """
        pending = [node]
        while pending:
            each = pending.pop()
            if each.kind == "selector_expression" and self.path(each) in aliases:
                return each
            if each.kind == "func_literal" or (each.kind == "binary_expression" and each.operator() in {"&&", "||"}):
                continue
            pending += reversed(each.children)
        return None


def inner(node: Node) -> Node | None:
    """Return what an expression that only passes a value on stands around."""
    return node.field("operand") or (node.children[0] if node.children else None)


def unwrapped(node: Node) -> Node:
    """Return an expression without parentheses, assertions and `&` around it."""
    while node.kind in _TRANSPARENT:
        within = inner(node)
        if within is None:
            break
        node = within
    return node


def promised(value: Node, promise: Promise | None) -> Rest | None:
    """Return what leads from a literal to what a call among its elements returns: `&T{conn: wrap(conn)}`."""
    if promise is None or promise.returned is None or promise.returned.is_view:
        return None
    literal = unwrapped(value)
    body = literal.field("body") if literal.kind == "composite_literal" else None
    for element in body.children if body is not None else []:
        key, held = element.field("key"), unwrapped(element.field("value") or element)
        is_it = held.kind == "call_expression" and held.start == promise.call
        rest = promise.returned.rest if is_it else promised(held, promise)
        if rest is not None:
            return (key.text, *rest) if key is not None else (ANY,)
    return None


def covers(owner: Path, alias: Path) -> bool:
    """Return whether a path is an alias or an owner of it: `resp` covers `resp.Body`."""
    return owner[0] == alias[0] and alias[1][: len(owner[1])] == owner[1]


def covered(path: Path | None, aliases: frozenset[Path]) -> Rest | None:
    """Return what leads from a path to an alias that it covers, None where it covers none."""
    if path is None:
        return None
    return next((alias[1][len(path[1]) :] for alias in sorted(aliases) if covers(path, alias)), None)
