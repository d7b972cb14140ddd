"""Singletons: types with a value in a package variable, so that all callers of their methods share that value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.gofile import receiver_type
from golint_conn.program.functions import enclosing_declaration, values
from golint_conn.program.places import assigned_value

if TYPE_CHECKING:
    from golint_conn.program.references import References
    from golint_conn.program.site import Site


class Singletons:
    """Answers whether the method around a place works on such a value."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.shapes = references.shapes

    def covers(self, site: Site) -> bool:
        """Return whether a site is in a method of a type that has a value in a package variable."""
        declaration = enclosing_declaration(site.node)
        name = receiver_type(declaration) if declaration is not None else ""
        symbol = self.shapes.workspace.package_of(site.file).lookup(name) if name else None
        return symbol is not None and any(self._is_global(each) for each in self.references.of(symbol))

    def _is_global(self, reference: Site) -> bool:
        """Return whether a mention of a type declares a package variable of it, or makes the value of one."""
        for outer in reference.node.ancestors():
            if outer.kind == "var_spec":
                # `var _ Interface = &T{}` holds nothing.
                is_held = any(each.text != "_" for each in outer.fields("name"))
                return is_held and enclosing_declaration(outer) is None
            if outer.kind in {"block", "type_spec", "parameter_declaration", "func_literal"}:
                return False
            if outer.kind == "assignment_statement":
                return any(self._holds(reference.at(each), reference) for each in values(outer.field("left")))
        return False

    def _holds(self, target: Site, reference: Site) -> bool:
        """Return whether an assignment puts what mentions a type into a package variable."""
        symbol = self.shapes.names.symbol_of(target.node, target.file)
        value = assigned_value(target.node)
        is_meant = value is not None and value.span.contains(reference.node.span)
        return is_meant and symbol is not None and not symbol.is_local
