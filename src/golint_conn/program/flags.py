"""Flags: the value of a command-line flag that is not given, from the call that defines it.

    listen := flag.String("listen", "localhost:8080", "where to listen")        // read as *listen
    flags.StringVar(&args.listen, "listen", "localhost:8080", "where to listen")

Both are "localhost:8080" unless a user gives another value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.shape import Named, dereferenced
from golint_conn.program.functions import unwrapped
from golint_conn.program.places import root_of

if TYPE_CHECKING:
    from golint_conn.program.definitions import Definitions
    from golint_conn.program.site import Site
    from golint_conn.syntax import Node

_OWNERS = ("flag", "flag.FlagSet", "github.com/spf13/pflag", "github.com/spf13/pflag.FlagSet")
_POINTING = frozenset(f"{owner}.{name}" for owner in _OWNERS for name in ("String", "StringP"))
_FILLING = frozenset(f"{owner}.{name}" for owner in _OWNERS for name in ("StringVar", "StringVarP"))
_DEFAULT = -2
"""The place of the default among the arguments: before the usage text, in all of these functions."""


class Flags:
    """Answers questions about the defaults of flags."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.references = definitions.references
        self.shapes = definitions.shapes

    def defaults(self, origin: Site) -> list[Site]:
        """Return the defaults of the flag that a value is read from; empty if it is not a flag."""
        operand = origin.node.field("operand")
        if origin.node.kind == "unary_expression" and operand is not None:
            made = self.definitions.sources(origin.at(operand))
            return [default for call in made for default in self._default(call, _POINTING)]
        return [default for call in self._filling(origin) for default in self._default(call, _FILLING)]

    def written(self, site: Site) -> list[Site]:
        """Return the expressions that spell out a value, looking backward: for a command-line flag, its default.

        What only tests put into it says nothing about a program.
        """
        found = []
        for source in self.definitions.sources(site):
            defaults = self.defaults(source)
            found += [each for default in defaults for each in self.definitions.sources(default)] or [source]
        return [each for each in found if each.file.is_test <= site.file.is_test]

    def _default(self, call: Site, functions: frozenset[str]) -> list[Site]:
        if call.node.kind != "call_expression":
            return []
        arguments = self.shapes.arguments(call.node)
        is_flag = self.shapes.callee(call.node, call.file).qualified in functions
        return [call.at(arguments[_DEFAULT])] if is_flag and len(arguments) >= -_DEFAULT else []

    def _filling(self, origin: Site) -> list[Site]:
        """Return the calls that get the address of a variable or field as their first argument."""
        found = []
        for place in self._places(origin):
            taken = place.node.parent
            if taken is None or taken.kind != "unary_expression" or taken.operator() != "&":
                continue
            call = next((outer for outer in taken.ancestors() if outer.kind == "call_expression"), None)
            given = self.shapes.arguments(call)[:1] if call is not None else []
            if call is not None and [unwrapped(each) for each in given] == [taken]:
                found.append(place.at(call))
        return found

    def _places(self, origin: Site) -> list[Site]:
        """Return the expressions that mean the same variable, or the same field of the same variable or type."""
        node = origin.node
        if node.kind == "selector_expression":
            return self._selectors(origin)
        name = node.field("name") if node.kind == "var_spec" else node if node.kind == "identifier" else None
        symbol = self.shapes.names.symbol_of(name, origin.file) if name is not None else None
        return self.references.of(symbol) if symbol is not None else []

    def _selectors(self, origin: Site) -> list[Site]:
        member = self.shapes.member(origin.node, origin.file)
        owner = dereferenced(member.owner) if member is not None and not member.is_method else None
        if member is not None and isinstance(owner, Named) and owner.path:
            return self.references.field(owner, member.name)
        root = root_of(origin.node)
        symbol = self.shapes.names.symbol_of(root, origin.file) if root is not None else None
        named = self.references.of(symbol) if symbol is not None else []
        around = [each.at(each.node.parent) for each in named if each.node.parent is not None]
        return [each for each in around if _text(each.node) == _text(origin.node)]


def _text(node: Node) -> str:
    return "".join(node.text.split())
