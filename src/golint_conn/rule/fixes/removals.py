"""Removes and replaces whole statements and expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.finding import Applicability, Fix
from golint_conn.names.resolve import ImportedPackage
from golint_conn.program.functions import values
from golint_conn.rule.fixes.line_layout import Lines
from golint_conn.rule.fixes.literals import put_in_place
from golint_conn.rule.fixes.statements import statement_of, taken_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from golint_conn.program.site import Site
    from golint_conn.rule.context import Context
    from golint_conn.syntax import Node

_REMOVABLE = frozenset({"expression_statement", "defer_statement", "assignment_statement"})


def without_statement(site: Site, title: str, applicability: Applicability, context: Context) -> Fix | None:
    """Return the fix that removes the statement of a site; None if a name would be left that nothing uses."""
    statement = statement_of(site.node)
    if statement is None or statement.kind not in _REMOVABLE or len(values(statement.field("left"))) > 1:
        return None
    if not all(_is_used_elsewhere(site.at(each), statement, context) for each in statement.walk()):
        return None
    edit = taken_out(statement, Lines(site.file))
    return None if edit is None else Fix(title, (edit,), applicability)


def with_texts(texts: Iterable[tuple[Site, str]], title: str, applicability: Applicability) -> Fix | None:
    """Return the fix that replaces some expressions, each of one line."""
    edits = [put_in_place(site.node, text, Lines(site.file)) for site, text in texts]
    made = tuple(edit for edit in edits if edit is not None)
    return Fix(title, made, applicability) if made and len(made) == len(edits) else None


def _is_used_elsewhere(name: Site, statement: Node, context: Context) -> bool:
    """Return whether a name in a statement, if it is one that must be used, is also used outside the statement."""
    if name.node.kind != "identifier":
        return True
    names = context.program.shapes.names
    found = names.resolve(name.node.text, name.node.start, name.file)
    if isinstance(found, ImportedPackage):
        walked = (each for top in name.file.top_level for each in top.walk())
        spoken = (each for each in walked if each.kind in {"identifier", "package_identifier"})
        return any(
            each.text == name.node.text
            and not statement.span.contains(each.span)
            and names.local(each.text, each.start, name.file) is None
            and (each.parent is None or each.parent.kind not in {"import_spec", "package_clause"})
            for each in spoken
        )
    if found is None or not found.is_local or found.declaration.kind == "parameter_declaration":
        return True
    others = (each.node for each in context.program.references.of(found))
    return any(not statement.span.contains(each.span) and not _is_target(each) for each in others)


def _is_target(node: Node) -> bool:
    """Return whether a variable is only assigned to at a place."""
    holder = node.parent
    statement = holder.parent if holder is not None and holder.kind == "expression_list" else None
    return statement is not None and statement.field("left") == holder
