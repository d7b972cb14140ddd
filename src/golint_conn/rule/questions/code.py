"""Code: what a rule may ask about an expression, the code around it, and its module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.shape import Func, Interface, Named, Package, Tuple, TypeOf, dereferenced
from golint_conn.program.functions import (
    declared_names,
    enclosing_declaration,
)
from golint_conn.program.places import assigned_value
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from golint_conn.names.constants import Value
    from golint_conn.names.shape import Type
    from golint_conn.names.shapes import Callee
    from golint_conn.names.symbol import Symbol
    from golint_conn.program.program import Program
    from golint_conn.program.site import Site
    from golint_conn.source import Span


class Code:
    """Questions about expressions, names and types, and about the code around them."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def callee(self, call: Site) -> Callee:
        """Return what a call expression calls."""
        return self.program.callee(call)

    def callee_name(self, site: Site) -> str:
        """Return the full name of what an expression calls, such as `net.Listen`; empty if it is not a call."""
        return self.callee(site).qualified if site.node.kind == "call_expression" else ""

    def arguments(self, call: Site) -> list[Site]:
        """Return the arguments of a call."""
        return [call.at(node) for node in self.program.shapes.arguments(call.node)]

    def constant(self, site: Site | None) -> Value | None:
        """Return the value of a constant expression, or None for any other."""
        return None if site is None else self.program.constant(site)

    def symbol(self, site: Site) -> Symbol | None:
        """Return the symbol that an identifier means."""
        return self.program.shapes.names.symbol_of(site.node, site.file)

    def package_path(self, site: Site) -> str:
        """Return the import path of the package that a site belongs to."""
        return self.program.shapes.names.package_path(site.file)

    def is_own_method(self, call: Site) -> bool:
        """Return whether a call calls a method that the available source declares, not one of a library."""
        symbol = self.callee(call).symbol
        return symbol is not None and not self.program.shapes.names.is_standard(symbol.file)

    def text_prefix(self, site: Site) -> str:
        """Return what the text of a string expression is sure to begin with, judging by its constant parts."""
        return self.program.texts.prefix(site).text

    def is_module_type(self, site: Site) -> bool:
        """Return whether an expression has a type that its own module declares."""
        module = self.program.workspace.module(site.file.path.rpartition("/")[0]).file.module
        name = self.type_name(site)
        return bool(module) and name.startswith((f"{module}.", f"{module}/"))

    def field_name(self, site: Site) -> str:
        """Return the full name of the field that a selector selects, by the type that declares it; else empty.

        `net/http.Transport.Dial` also if the Transport is embedded in another type.
        """
        if site.node.kind != "selector_expression":
            return ""
        member = self.program.shapes.member(site.node, site.file)
        owner = dereferenced(member.owner) if member is not None and not member.is_method else None
        return f"{owner.path}.{owner.name}.{member.name}" if member is not None and isinstance(owner, Named) else ""

    def methods(self, shape: Type) -> frozenset[str]:
        """Return the names of the methods that a type declares itself; empty if its source is not available."""
        return self.program.methods.names(shape)

    def called_by_methods(self, shape: Type) -> frozenset[str]:
        """Return the names of what the methods of a type call."""
        return self.program.methods.called(shape)

    def go_version(self, site: Site) -> tuple[int, int] | None:
        """Return the version of Go that the module of a site is written for, or None if there is no go.mod."""
        return self.program.workspace.module(site.file.path.rpartition("/")[0]).go

    def has_go(self, site: Site, major: int, minor: int) -> bool:
        """Return whether the module of a site is written for a version of Go, or for a later one."""
        version = self.go_version(site)
        return version is not None and version >= (major, minor)

    def is_interface(self, site: Site) -> bool:
        """Return whether an expression has an interface type, whose fields cannot be set without an assertion."""
        return isinstance(self.program.shapes.types.underlying(self.program.shape(site)), Interface)

    def is_function(self, site: Site) -> bool:
        """Return whether an expression is a function as a value, such as a method value."""
        return isinstance(self.program.shape(site), Func)

    def calls_around(self, site: Site) -> list[str]:
        """Return the full names of what the function around a site calls, nested literals included, in order."""
        declaration = enclosing_declaration(site.node)
        found = Query.of("(call_expression) @call").matches(declaration) if declaration is not None else ()
        callees = [self.program.shapes.callee(match["call"], site.file) for match in found]
        return [callee.qualified or callee.name for callee in callees]

    def strings_around(self, site: Site) -> set[str]:
        """Return the string literals of the function around a site."""
        declaration = enclosing_declaration(site.node)
        query = Query.of("[(interpreted_string_literal) (raw_string_literal)] @text")
        found = query.matches(declaration) if declaration is not None else ()
        return {match["text"].text.strip('"`') for match in found}

    def assignments_around(self, site: Site) -> list[tuple[str, Site]]:
        """Return what the function around a site assigns to fields: the text of the target, and the value."""
        declaration = enclosing_declaration(site.node)
        query = Query.of("(assignment_statement left: (expression_list (selector_expression) @target))")
        found = query.matches(declaration) if declaration is not None else ()
        pairs = [(match["target"], assigned_value(match["target"])) for match in found]
        return [(target.text, site.at(value)) for target, value in pairs if value is not None]

    def names_around(self, site: Site) -> list[str]:
        """Return the names around code: variables it is assigned to, its functions, its receiver's type."""
        return [name for outer in site.node.ancestors() for name in declared_names(outer)]

    def operand(self, site: Site) -> Site | None:
        """Return what a selector selects from, or what a call calls a method of; None for other expressions."""
        selector = site.node.field("function") if site.node.kind == "call_expression" else site.node
        found = selector.field("operand") if selector is not None else None
        return site.at(found) if found is not None else None

    def type_name(self, site: Site | None) -> str:
        """Return the full name of the type of an expression without pointer, such as `net/http.Client`; else empty.

        For a call with several results the first counts.
        """
        if site is None:
            return ""
        shape = self.program.shape(site)
        if isinstance(shape, Tuple) and shape.items:
            shape = shape.items[0]
        if isinstance(shape, TypeOf | Package):
            return ""
        base = dereferenced(shape)
        return f"{base.path}.{base.name}" if isinstance(base, Named) and base.path else ""

    def names(self, site: Site) -> str:
        """Return the full name of a package-level thing that an expression names, such as `net/http.DefaultClient`."""
        operand, field = site.node.field("operand"), site.node.field("field")
        if site.node.kind == "selector_expression" and operand is not None and field is not None:
            base = self.program.shapes.of(operand, site.file)
            return f"{base.path}.{field.text}" if isinstance(base, Package) else ""
        symbol = self.symbol(site)
        if symbol is None or symbol.is_local:
            return ""
        return f"{self.program.shapes.names.package_path(symbol.file)}.{symbol.name}"

    def import_beside(self, site: Site, path: str) -> Site | None:
        """Return an import of a package in a program that the code at a site is part of."""
        return self.program.links.import_beside(site.file, path)

    def place(self, span: Span, near: Site) -> Site:
        """Return the site of the node that covers a span of the same file."""
        node = near.file.node_at(span.start, span.end)
        return near.at(node if node is not None else near.node)
