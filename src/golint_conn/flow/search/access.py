"""Access paths: which local variable, and which of its fields, an expression means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.obligation import ANY, ELEMENT
from golint_conn.names.calls import CalleeKind
from golint_conn.names.fieldpaths import elements, selected
from golint_conn.program.references import called_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.flow.obligation import Path, Promise
    from golint_conn.names.fieldpaths import Element
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.shapes import TypeInfo
    from golint_conn.syntax import Node

_TRANSPARENT = frozenset(
    {"parenthesized_expression", "type_assertion_expression", "unary_expression", "literal_element"}
)
_LITERALS = frozenset({"composite_literal", "literal_value"})
Rest = tuple[str, ...]
"""What leads from an expression to an obligation: the fields to select."""


class Access:
    """Reads access paths in one file."""

    def __init__(self, shapes: TypeInfo, file: GoFile) -> None:
        self.shapes = shapes
        self.file = file

    def path(self, node: Node | None) -> Path | None:
        """Return the access path of an expression, None if it is not rooted in a local variable."""
        selecting: list[Node] = []
        while node is not None and node.kind != "identifier":
            if node.kind in {"selector_expression", "index_expression"}:
                selecting.append(node)
                node = node.field("operand")
            elif node.kind in _TRANSPARENT:
                if node.kind == "unary_expression" and node.operator() not in {"&", "*"}:
                    return None
                node = inner(node)
            elif node.kind == "call_expression":
                node = self.converted(node)
            else:
                return None
        symbol = self.shapes.names.symbol_of(node, self.file) if node is not None and node.text != "_" else None
        if symbol is None or not symbol.is_local:
            return None
        return symbol.key, tuple(step for each in reversed(selecting) for step in self._steps(each))

    def _steps(self, node: Node) -> tuple[str, ...]:
        is_selector = node.kind == "selector_expression"
        return selected(node, self.file, self.shapes) if is_selector else (ELEMENT,)

    def receivers(self, function: Node) -> tuple[Path, ...]:
        """Return the access paths of all values that a method belongs to, `s` and `s.Conn` for a promoted `s.Close`.

        They are the same as if the code spelled it out as `s.Conn.Close`; the innermost is the last.
        """
        selector = unwrapped(function)
        path, name = self.path(selector), selector.field("field")
        if path is None or name is None:
            return ()
        length, node = len(path[1]) - 1, selector.field("operand")
        while node is not None and (outer := self.path(node)) is not None:
            member = self.shapes.members.find(self.shapes.value(node, self.file), name.text)
            is_method = member is not None and (*member.through, name.text) == path[1][len(outer[1]) :]
            if not is_method and node != selector.field("operand"):
                break
            length, node = len(outer[1]), unwrapped(node).field("operand")
        return tuple((path[0], path[1][:each]) for each in range(length, len(path[1])))

    def through(self, call: Node) -> Rest:
        """Return the embedded fields through which the method that a call calls is promoted."""
        function = call.field("function")
        selector = unwrapped(function) if function is not None else None
        if selector is None or selector.kind != "selector_expression":
            return ()
        return selected(selector, self.file, self.shapes)[:-1]

    def converted(self, call: Node) -> Node | None:
        """Return what a conversion, `io.Reader(conn)`, gives another type to; None for a call."""
        arguments = self.shapes.arguments(call)
        is_conversion = len(arguments) == 1 and self.shapes.callee(call, self.file).kind is CalleeKind.CONVERSION
        return arguments[0] if is_conversion else None

    def below(self, node: Node, aliases: frozenset[Path], through: Rest = ()) -> Rest | None:
        """Return what leads from the value of an expression to an alias inside it, None if there is none.

        With `through` the question is about what the value has in these embedded fields.
        """
        return next(iter(self.places(node, aliases, through)), None)

    def places(self, node: Node, aliases: frozenset[Path], through: Rest = ()) -> list[Rest]:
        """Return all paths from the value of an expression to aliases inside it.

        A composite literal holds what its elements hold; an alias elsewhere in an expression is at `ANY`.
        """
        path = self.path(node)
        if path is not None:
            found = covered(path, aliases, through)
            return [(ANY,)] if not found and not through and self._hands_on(node, aliases) else found
        node = unwrapped(node)
        if not self.mentions(node, aliases, calls=False):
            return []
        if node.kind not in _LITERALS:
            return [(ANY,)]
        inner = (
            (each, rest) for each in elements(node, self.file, self.shapes) for rest in self.places(each.value, aliases)
        )
        held = (inside(_in(each, rest), through) for each, rest in inner)
        return list(dict.fromkeys(rest for rest in held if rest is not None)) or [(ANY,)]

    def promised(self, value: Node, promise: Promise | None) -> Rest | None:
        """Return what leads from a literal to what a call among its elements returns: `&T{conn: wrap(conn)}`."""
        literal = unwrapped(value)
        if promise is None or promise.returned is None or promise.returned.is_view:
            return None
        if literal.kind not in _LITERALS or not literal.start < promise.call < literal.end:
            return None
        for each in elements(literal, self.file, self.shapes):
            held = unwrapped(each.value)
            is_it = held.kind == "call_expression" and held.start == promise.call
            rest = promise.returned.rest if is_it else self.promised(held, promise)
            if rest is not None:
                return _in(each, rest)
        return None

    def mentions(self, node: Node, aliases: frozenset[Path], *, calls: bool) -> bool:
        """Return whether an expression passes on an alias or its owner: as itself, in a literal, in a closure.

        Reading another field of the owner (`resp.StatusCode`) does not count. With `calls` False the arguments of calls
        are left out.
        """
        return any(self._hands_on(each, aliases) for each in self._handed(node, calls=calls))

    def _handed(self, node: Node, *, calls: bool) -> Iterator[Node]:
        """Yield the outermost selectors and identifiers of an expression; a function literal passes on every name."""
        pending = [(node, calls)]
        while pending:
            each, with_calls = pending.pop()
            if each.kind in {"selector_expression", "identifier"} and self.path(each) is not None:
                yield each
            elif each.kind == "keyed_element":
                value = each.field("value")
                pending += [(value, with_calls)] if value is not None else []
            elif each.kind == "binary_expression":
                # A comparison or an operation reads its operands; its result is neither of them.
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
        # A method value, `resp.Body.Close` or `client.Close`, passes on its receiver, and what that holds.
        receivers = self.receivers(node)
        if not receivers or not covered(receivers[0], aliases, receivers[-1][1][len(receivers[0][1]) :]):
            return False
        member = self.shapes.member(unwrapped(node), self.file)
        # A selector that is called on a value of an unknown type may be a method.
        return member.is_method if member is not None else called_by(node) is not None

    def selects(self, node: Node, aliases: frozenset[Path]) -> Node | None:
        """Return where an expression unconditionally selects an alias from its owner, as `resp.Body` does.

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
    """Return the inner expression of one that only passes its value on."""
    return node.field("operand") or (node.children[0] if node.children else None)


def unwrapped(node: Node) -> Node:
    """Return an expression without parentheses, assertions and `&` around it."""
    while node.kind in _TRANSPARENT:
        within = inner(node)
        if within is None:
            break
        node = within
    return node


def inside(rest: Rest | None, through: Rest) -> Rest | None:
    """Return what leads on to an obligation from an embedded field, None if it is outside that field."""
    if not rest or not through or rest[0] == ANY:
        return rest
    return rest[len(through) :] if rest[: len(through)] == through else None


def _in(element: Element, rest: Rest) -> Rest:
    """Return what leads from a literal to the target of a path from one of its elements."""
    step = ELEMENT if element.is_item else element.field
    return (step, *rest) if step else (ANY,)


def covers(owner: Path, alias: Path) -> bool:
    """Return whether a path is an alias or an owner of it: `resp` covers `resp.Body`."""
    return owner[0] == alias[0] and alias[1][: len(owner[1])] == owner[1]


def covered(path: Path, aliases: frozenset[Path], through: Rest = ()) -> list[Rest]:
    """Return what leads from a path, or from embedded fields below it, to the aliases there."""
    rests = (inside(alias[1][len(path[1]) :], through) for alias in sorted(aliases) if covers(path, alias))
    return [rest for rest in rests if rest is not None]
