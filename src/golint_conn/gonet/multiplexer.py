"""The multiplexer of net/http: what a program does with `http.DefaultServeMux`, which all its packages share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.program.references import called_by, occurrences

if TYPE_CHECKING:
    from golint_conn.names.gofile import GoFile
    from golint_conn.program.references import References

_NAME = "DefaultServeMux"
_REGISTERING = ("Handle", "HandleFunc")


class Multiplexer:
    """Answers questions about it."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.workspace = references.shapes.workspace

    def registers(self, file: GoFile) -> bool:
        """Return whether the package of a file registers handlers of its own on `http.DefaultServeMux`."""
        files = {each.path: each for name in _REGISTERING for each in self.workspace.package_of(file).mentioning(name)}
        for each in files.values():
            for name in _REGISTERING:
                for node in occurrences(each, name):
                    call = called_by(node)
                    callee = self.references.shapes.callee(call, each) if call is not None else None
                    if callee is not None and callee.qualified == f"net/http.{name}":
                        return True
        return False

    def is_replaced(self, file: GoFile) -> bool:
        """Return whether the module of a file replaces `http.DefaultServeMux` with another multiplexer."""
        module = self.workspace.module(file.path.rpartition("/")[0])
        files = self.references.outside("net/http", _NAME, module)
        return any(not each.is_test and _is_assigned(each) for each in files)


def _is_assigned(file: GoFile) -> bool:
    for node in occurrences(file, _NAME):
        selector = node.parent
        listed = selector.parent if selector is not None else None
        statement = listed.parent if listed is not None and listed.kind == "expression_list" else None
        if statement is not None and statement.kind == "assignment_statement" and statement.field("left") == listed:
            return True
    return False
