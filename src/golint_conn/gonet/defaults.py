"""The defaults of net/http: whether the program gives its process-wide Client a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.incremental.memory import Memory
from golint_conn.names.shape import Package
from golint_conn.program.references import occurrences

if TYPE_CHECKING:
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.modules import Module
    from golint_conn.program.references import References
    from golint_conn.program.site import Site
    from golint_conn.syntax import Node


class Defaults:
    """Looks for assignments to `http.DefaultClient` in a module; remembers the answer."""

    def __init__(self, references: References) -> None:
        self.references = references
        self._bounded: Memory[str, bool] = Memory(references.ledger)

    def is_client_bounded(self, site: Site) -> bool:
        """Return whether the module of a site sets `http.DefaultClient.Timeout`, or replaces that Client."""
        workspace = self.references.shapes.workspace
        module = workspace.module(site.file.path.rpartition("/")[0])
        return self._bounded.of(module.directory, self._is_bounded, module)

    def _is_bounded(self, module: Module) -> bool:
        return any(self._assigns(file) for file in self.references.outside("net/http", "DefaultClient", module))

    def _assigns(self, file: GoFile) -> bool:
        if file.is_test:
            return False
        for node in occurrences(file, "DefaultClient"):
            selector = node.parent
            operand = selector.field("operand") if selector is not None else None
            base = self.references.shapes.of(operand, file) if operand is not None else None
            if selector is None or base != Package("net/http"):
                continue
            outer = selector.parent
            target = outer if outer is not None and _is_timeout(outer, selector) else selector
            listed = target.parent
            statement = listed.parent if listed is not None and listed.kind == "expression_list" else None
            if statement is not None and statement.kind == "assignment_statement" and statement.field("left") == listed:
                return True
        return False


def _is_timeout(outer: Node, selector: Node) -> bool:
    field = outer.field("field") if outer.kind == "selector_expression" else None
    return field is not None and field.text == "Timeout" and outer.field("operand") == selector
