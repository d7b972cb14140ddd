"""Constants: the little arithmetic that rules need, and the kinds of untyped constants."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Any

from golint_conn.names.budgets import CONSTANT_BITS, CONSTANT_TEXT, NESTED_CONSTANTS
from golint_conn.names.incremental.memory import Memory
from golint_conn.names.resolve import ImportedPackage, Names
from golint_conn.names.shape import Named, Type, is_untyped, universe_type
from golint_conn.names.symbol import Symbol, SymbolKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from golint_conn.names.gofile import GoFile
    from golint_conn.syntax import Node

_ORDER = ("untyped int", "untyped rune", "untyped float", "untyped complex")


def wider(left: Type, right: Type) -> Type:
    """Return the kind of an operation on an untyped constant and another operand, by the order of the specification.

    >>> str(wider(Named("", "untyped int"), Named("", "untyped float")))
    'untyped float'
    >>> str(wider(Named("", "untyped int"), Named("time", "Duration")))
    'time.Duration'
    """
    if not is_untyped(right):
        return right
    names = [shape.name for shape in (left, right) if isinstance(shape, Named) and shape.name in _ORDER]
    return Named("", max(names, key=_ORDER.index)) if len(names) == len((left, right)) else left


Value = int | float | str | bool

_ESCAPE = re.compile(r"\\(?:[0-7]{3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


class Constants:
    """Evaluates constant expressions: literals, declared constants with `iota`, arithmetic and comparison."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._depth = 0
        self._iota: list[int] = []
        self._groups: dict[tuple[str, int], dict[int, tuple[int, Node]]] = {}
        self._values: Memory[tuple[str, int], Value | None] = Memory(names.workspace.ledger)

    def value(self, node: Node | None, file: GoFile) -> Value | None:
        """Return the value of an expression, None if it is not a constant or not one that we can compute."""
        if node is None or self._depth > NESTED_CONSTANTS.most:
            return None
        self._depth += 1
        try:
            return self._value(node, file)
        except (ArithmeticError, TypeError, ValueError):
            return None
        finally:
            self._depth -= 1

    def of_symbol(self, symbol: Symbol) -> Value | None:
        """Return the value of a declared constant."""
        if symbol.kind is not SymbolKind.CONSTANT:
            return None
        return self._values.of((symbol.file.path, symbol.node.start), self._declared, symbol, bottom=None)

    def _declared(self, symbol: Symbol) -> Value | None:
        place = next((i for i, name in enumerate(symbol.declaration.fields("name")) if name == symbol.node), 0)
        values = self.repeated(symbol).field("value")
        if values is None:
            return None
        self._iota.append(self._group(symbol)[symbol.declaration.start][0])
        depth, self._depth = self._depth, 0
        try:
            chosen = values.children
            return self.value(chosen[place], symbol.file) if place < len(chosen) else None
        finally:
            self._iota.pop()
            self._depth = depth

    def repeated(self, symbol: Symbol) -> Node:
        """Return the specification whose type and value a constant has: its own, or the one that it repeats."""
        return self._group(symbol)[symbol.declaration.start][1]

    def _group(self, symbol: Symbol) -> dict[int, tuple[int, Node]]:
        """Return, for each specification of a constant's group by its first byte, its `iota` and what it repeats."""
        parent = symbol.declaration.parent
        key = (symbol.file.path, parent.start if parent is not None else symbol.declaration.start)
        if key not in self._groups:
            found: dict[int, tuple[int, Node]] = {}
            last = symbol.declaration
            specs = parent.children if parent is not None else [last]
            for iota, spec in enumerate(each for each in specs if each.kind == "const_spec"):
                if spec.field("value") is not None:
                    last = spec
                found[spec.start] = (iota, last)
            self._groups[key] = found
        return self._groups[key]

    def _value(self, node: Node, file: GoFile) -> Value | None:
        match node.kind:
            case "int_literal":
                return _integer(node.text)
            case "float_literal":
                return float(node.text.replace("_", ""))
            case "interpreted_string_literal" | "raw_string_literal":
                return unquoted(node.text)
            case "true" | "false":
                return node.kind == "true"
            case "iota":
                return self._iota[-1] if self._iota else None
            case "parenthesized_expression" | "literal_element":
                return self.value(node.children[0], file) if len(node.children) == 1 else None
            case "identifier":
                symbol = self.names.symbol_of(node, file)
                return self.of_symbol(symbol) if symbol is not None else None
            case "selector_expression":
                return self._qualified(node, file)
            case "unary_expression":
                operand = self.value(node.field("operand"), file)
                return _UNARY[node.operator()](operand) if operand is not None and node.operator() in _UNARY else None
            case "binary_expression":
                left, right = self.value(node.field("left"), file), self.value(node.field("right"), file)
                return _binary(node.operator(), left, right)
            case "call_expression":
                return self._converted(node, file)
        return None

    def _converted(self, node: Node, file: GoFile) -> Value | None:
        """Return the value of a conversion such as `time.Duration(5)`; a name with a capital may be any function."""
        holder, function = node.field("arguments"), node.field("function")
        arguments = holder.children if holder is not None else []
        if len(arguments) != 1 or function is None:
            return None
        if function.kind == "identifier":
            symbol = self.names.symbol_of(function, file)
            is_type = symbol.kind is SymbolKind.TYPE if symbol else universe_type(function.text) is not None
        else:
            symbol = self._qualified_symbol(function, file)
            is_type = symbol is not None and symbol.kind is SymbolKind.TYPE
        return self.value(arguments[0], file) if is_type else None

    def _qualified(self, node: Node, file: GoFile) -> Value | None:
        symbol = self._qualified_symbol(node, file)
        return self.of_symbol(symbol) if symbol is not None else None

    def _qualified_symbol(self, node: Node, file: GoFile) -> Symbol | None:
        operand, field = node.field("operand"), node.field("field")
        if operand is None or field is None or operand.kind != "identifier":
            return None
        found = self.names.resolve(operand.text, operand.start, file)
        return found.scope.lookup(field.text) if isinstance(found, ImportedPackage) and found.scope else None


def unquoted(text: str) -> str:
    r"""Return the text that a Go string literal denotes.

    >>> unquoted('"a\\tb\\x41"'), unquoted("`raw\\n`")
    ('a\tbA', 'raw\\n')
    """
    if text.startswith("`"):
        return text.strip("`").replace("\r", "")

    def escaped(match: re.Match[str]) -> str:
        body = match[0][1:]
        if body[0] in "xuU":
            return chr(int(body[1:], 16))
        return chr(int(body, 8)) if body.isdigit() else _SIMPLE.get(body, body)

    return _ESCAPE.sub(escaped, text[1:-1])


def _integer(text: str) -> int:
    digits = text.replace("_", "").lower()
    return int(digits, 8) if len(digits) > 1 and digits[0] == "0" and digits.isdigit() else int(digits, 0)


_UNARY: dict[str, Callable[[Any], Value]] = {
    "-": operator.neg,
    "+": operator.pos,
    "!": operator.not_,
    "^": operator.invert,
}

_BINARY: dict[str, Callable[[Any, Any], Value]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "&^": lambda left, right: left & ~right,
    "<<": operator.lshift,
    ">>": operator.rshift,
    "|": operator.or_,
    "&": operator.and_,
    "^": operator.xor,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "&&": lambda left, right: left and right,
    "||": lambda left, right: left or right,
}


def _binary(symbol: str, left: Value | None, right: Value | None) -> Value | None:
    if left is None or right is None:
        return None
    if symbol in {"/", "%"} and isinstance(left, int) and isinstance(right, int):
        # Go truncates towards zero.
        quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
        return quotient if symbol == "/" else left - quotient * right
    if symbol == "<<" and isinstance(right, int) and right > CONSTANT_BITS.most:
        return None
    found = _BINARY[symbol](left, right) if symbol in _BINARY else None
    # Each multiplication could double the size of the number.
    is_large = (isinstance(found, int) and found.bit_length() > CONSTANT_BITS.most) or (
        isinstance(found, str) and len(found) > CONSTANT_TEXT.most
    )
    return None if is_large else found
