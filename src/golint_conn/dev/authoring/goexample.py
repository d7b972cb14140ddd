"""An example of Go code for the documentation of a rule: one function, and the declarations that it needs.

These are its package clause, the imports that it uses, and the types, variables and constants of its package that it
names; from structs only the fields that it names. Functions that it calls are left out: the example is seldom about
them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.dev.wants import expectations
from golint_conn.names.resolve import ImportedPackage
from golint_conn.names.symbol import SymbolKind
from golint_conn.rule.about.documentation import without_wants
from golint_conn.run.request import UsageError
from golint_conn.source import SourceFile
from golint_conn.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.dev.authoring.place import Place
    from golint_conn.names.gofile import GoFile, Import
    from golint_conn.syntax import Node

_NAMED = frozenset({SymbolKind.TYPE, SymbolKind.VARIABLE, SymbolKind.CONSTANT})
_IDENTIFIERS = frozenset({"identifier", "type_identifier", "package_identifier"})
_FIELD = "field_identifier"
_BLANK = "_"
_TAB, _BREAK = "\t", "\n"
_KEYWORDS = {"type_spec": "type ", "type_alias": "type ", "var_spec": "var "}
_MOST = 20
"""The maximum number of declarations besides the function; code that needs more is not an example."""


@dataclass(frozen=True, slots=True)
class GoExample:
    """Go code, and the number of the requested line in it, counted from 1."""

    code: str
    line: int

    def expecting(self, pattern: str) -> str:
        """Return the code with an expectation on its line; raises UsageError if no comment can follow there."""
        lines = self.code.split("\n")
        lines[self.line - 1] = f"{lines[self.line - 1].rstrip()} // want {quoted(pattern)}"
        text = "\n".join(lines)
        source = SourceFile("example.go", text.encode())
        wants = [(want.line, want.pattern) for want in expectations(source)]
        if (self.line, pattern) not in wants or parse(source).has_error:
            message = "a // want comment cannot follow this line; name another line of the statement"
            raise UsageError(message)
        return text


def example(place: Place) -> GoExample:
    """Return the declaration around a line as an example."""
    needed = _needed(place)
    parts = [f"package {place.file.package_name}"]
    if needed.imports:
        parts.append(_imports(needed.imports))
    parts += needed.declarations
    head = "\n\n".join(parts) + "\n\n"
    body = without_wants(place.file.source.text(place.declaration.span))
    first = place.file.source.line_number(place.declaration.start)
    return GoExample(f"{head}{body}\n", head.count("\n") + place.line - first + 1)


def quoted(pattern: str) -> str:
    r"""Return a regular expression as a Go string, in back quotes if that is easier to read.

    >>> quoted("^warning: .*x"), quoted(r"a\.b")
    ('"^warning: .*x"', '`a\\.b`')
    """
    if "`" not in pattern and ('"' in pattern or "\\" in pattern):
        return f"`{pattern}`"
    escaped = pattern.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@dataclass(frozen=True, slots=True)
class _Needed:
    imports: list[str]
    declarations: list[str]


def _needed(place: Place) -> _Needed:
    """Return the imports and the declarations of the package that a declaration names, directly or indirectly."""
    waiting: list[tuple[Node, GoFile]] = [(place.declaration, place.file)]
    words = frozenset(each.text for each in place.declaration.walk() if each.kind in _IDENTIFIERS | {_FIELD})
    imports: dict[str, None] = {}
    found: dict[tuple[str, int], str] = {}
    seen = {(place.file.path, place.declaration.start)}
    while waiting:
        node, file = waiting.pop(0)
        kept = [each for part in _parts(node, words) for each in part.walk()]
        imports.update(dict.fromkeys(_import_line(each) for each in _used(kept, file, place)))
        for other, owner in _declared(kept, place, file):
            key = (owner.path, other.start)
            if key not in seen and len(found) < _MOST:
                seen.add(key)
                found[key] = _KEYWORDS.get(other.kind, "") + _text(other, owner, words)
                waiting.append((other, owner))
    return _Needed(sorted(imports, key=_order), list(found.values()))


def _order(line: str) -> tuple[bool, str]:
    """Return a key that sorts imports as people do: Go's own first."""
    path = line.split('"')[1]
    return "." in path.partition("/")[0], path


def _parts(node: Node, words: frozenset[str]) -> list[Node]:
    """Return the parts of a declaration to keep: the fields of a struct that are among the words, else all of it."""
    struct = _struct(node)
    if struct is None:
        return [node]
    return [field for field in struct if any(name.text in words for name in field.fields("name"))]


def _struct(node: Node) -> list[Node] | None:
    """Return the fields of a declared struct, None for any other declaration."""
    shape = node.field("type") if node.kind == "type_spec" and node.field("type_parameters") is None else None
    if shape is None or shape.kind != "struct_type":
        return None
    return [field for inside in shape.children for field in inside.children if field.kind == "field_declaration"]


def _text(node: Node, file: GoFile, words: frozenset[str]) -> str:
    """Return the kept part of a declaration."""
    struct, name = _struct(node), node.field("name")
    kept = _parts(node, words)
    if struct is None or name is None or len(kept) == len(struct):
        return file.source.text(node.span)
    return f"{name.text} struct {{\n{''.join(f'{_TAB}{file.source.text(field.span)}{_BREAK}' for field in kept)}}}"


def _used(nodes: list[Node], file: GoFile, place: Place) -> Iterator[Import]:
    """Yield the imports that a piece of code uses; a dot import always counts."""
    paths = set()
    for each in nodes:
        if each.kind in _IDENTIFIERS:
            meant = place.shapes.names.resolve(each.text, each.start, file)
            if isinstance(meant, ImportedPackage):
                paths.add(meant.path)
    return (each for each in file.imports if each.path in paths or each.alias == ".")


def _declared(nodes: list[Node], place: Place, file: GoFile) -> Iterator[tuple[Node, GoFile]]:
    """Yield the declarations of types, variables and constants of the package that a piece of code names."""
    package = place.shapes.names.package_path(place.file)
    for each in nodes:
        if each.kind not in _IDENTIFIERS or each.text == _BLANK:
            continue
        symbol = place.shapes.names.resolve(each.text, each.start, file)
        if isinstance(symbol, ImportedPackage) or symbol is None or symbol.is_local or symbol.kind not in _NAMED:
            continue
        if place.shapes.names.package_path(symbol.file) != package:
            continue
        declaration = symbol.declaration
        if declaration.kind == "const_spec":
            # The value of a constant can depend on those before it.
            declaration = symbol.file.enclosing_declaration(declaration.start) or declaration
        yield declaration, symbol.file


def _import_line(each: Import) -> str:
    return f'{each.alias} "{each.path}"' if each.alias else f'"{each.path}"'


def _imports(lines: list[str]) -> str:
    if len(lines) == 1:
        return f"import {lines[0]}"
    groups = ["".join(f"\t{line}\n" for line in lines if _order(line)[0] is other) for other in (False, True)]
    return f"import (\n{chr(10).join(filter(None, groups))})"
