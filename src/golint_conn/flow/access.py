"""Access paths: which local variable, and which of its fields, an expression stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.shape import Func

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.flow.obligation import Path
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.shapes import Shapes
    from golint_conn.syntax import Node

_TRANSPARENT = frozenset(
    {"parenthesized_expression", "type_assertion_expression", "unary_expression", "literal_element"}
)


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
                node = node.field("operand") or (node.children[0] if node.children else None)
            elif node.kind == "identifier" and node.text == "_":
                return None
            elif node.kind == "identifier":
                symbol = self.shapes.names.symbol_of(node, self.file)
                return (symbol.key, tuple(reversed(fields))) if symbol is not None and symbol.is_local else None
            else:
                return None
        return None

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
        # A method value, `resp.Body.Close`, hands on what it is a method of.
        shorter = (path[0], path[1][:-1])
        return bool(path[1]) and shorter in aliases and isinstance(self.shapes.of(node, self.file), Func)


def covers(owner: Path, alias: Path) -> bool:
    """Return whether a path is an alias or an owner of it: `resp` covers `resp.Body`."""
    return owner[0] == alias[0] and alias[1][: len(owner[1])] == owner[1]
