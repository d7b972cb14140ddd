"""Naming: finds names for written code that mean nothing there yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.program.functions import enclosing_declaration

if TYPE_CHECKING:
    from collections.abc import Iterable

    from golint_conn.program.site import Site
    from golint_conn.rule.context import Context

_NAMES = frozenset({"identifier", "type_identifier", "package_identifier"})


def unused_name(candidates: Iterable[str], site: Site, context: Context) -> str | None:
    """Return the first name that the declaration around a site does not mention and that means nothing there."""
    declaration = enclosing_declaration(site.node)
    if declaration is None:
        return None
    spoken = {each.text for each in declaration.walk() if each.kind in _NAMES}
    return next((name for name in candidates if name not in spoken and _is_free(name, site, context)), None)


def unused_package_name(noun: str, site: Site, context: Context) -> str | None:
    """Return a name for a package variable that the function around a site is to use: `fetchClient` for a client."""
    declaration = enclosing_declaration(site.node)
    named = declaration.field("name") if declaration is not None else None
    base = f"{named.text[0].lower()}{named.text[1:]}{noun}" if named is not None else noun
    candidates = (base, f"shared{base[0].upper()}{base[1:]}", *(f"{base}{number}" for number in range(2, 10)))
    name_of = context.program.shapes.names
    files = name_of.workspace.package_of(site.file).files
    imported = {each.alias or each.likely_name for file in files for each in file.imports}
    return unused_name((name for name in candidates if name not in imported), site, context)


def _is_free(name: str, site: Site, context: Context) -> bool:
    names = context.program.shapes.names
    return names.resolve(name, site.node.start, site.file) is None and names.import_named(name, site.file) is None
