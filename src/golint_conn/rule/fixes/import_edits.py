"""Imports: a package that written code needs, under the name that it has in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.names.gofile import GoFile, Import
    from golint_conn.names.resolve import Names
    from golint_conn.rule.fixes.line_layout import Lines
    from golint_conn.source import Edit
    from golint_conn.syntax import Node

_PREAMBLE = "C"
"""The path of the import whose comments are code."""


def imported(path: str, offset: int, lines: Lines, names: Names) -> tuple[str, list[Edit]] | None:
    """Return the name of a package of the standard library at a place, and the edits that import it.

    None if the name means something else there.
    """
    file = lines.file
    name = path.rpartition("/")[2]
    for each in file.imports:
        if each.path == path and each.alias not in {"_", "."}:
            known = each.alias or name
            return None if names.local(known, offset, file) is not None else (known, [])
    if names.resolve(name, offset, file) is not None or names.import_named(name, file) is not None:
        return None
    edit = _added(path, lines)
    return None if edit is None else (name, [edit])


def _added(path: str, lines: Lines) -> Edit | None:
    file = lines.file
    declarations = [top for top in file.top_level if top.kind == "import_declaration"]
    declarations = [each for each in declarations if not _is_preamble(each, file)]
    if not declarations:
        return _first(path, lines)
    grouped = next((each for each in declarations if _specs(each, file) and "(" in _opening(each)), None)
    if grouped is not None:
        return _in_group(path, grouped, lines)
    if not all(lines.stands_alone(each) for each in declarations):
        return None
    if len(declarations) == 1 and lines.trailing(lines.first(declarations[0])) is None:
        return _new_group(path, declarations[0], lines)
    last = lines.last(declarations[-1])
    end = lines.end(last)
    return lines.edit(end, end, f'\nimport "{path}"')


def _is_preamble(declaration: Node, file: GoFile) -> bool:
    return any(spec.path == _PREAMBLE for spec in _specs(declaration, file))


def _specs(declaration: Node, file: GoFile) -> list[Import]:
    return [each for each in file.imports if declaration.span.contains(each.node.span)]


def _opening(declaration: Node) -> list[str]:
    return [token for child in declaration.children for token in (child.tokens if _is_list(child) else ())]


def _is_list(node: Node) -> bool:
    return node.kind == "import_spec_list"


def _first(path: str, lines: Lines) -> Edit | None:
    """Return the edit that imports a package in a file without imports, after its package clause."""
    clause = next((top for top in lines.file.top_level if top.kind == "package_clause"), None)
    if clause is None or not lines.stands_alone(clause):
        return None
    end = lines.end(lines.last(clause))
    return lines.edit(end, end, f'\n\nimport "{path}"')


def _new_group(path: str, declaration: Node, lines: Lines) -> Edit:
    """Return the edit that makes a group of a single import."""
    spec = _specs(declaration, lines.file)[0]
    known = (spec.path, lines.text(spec.node.start, spec.node.end))
    body = "".join(f"\t{text}\n" for _, text in sorted([known, (path, f'"{path}"')]))
    return lines.edit(declaration.start, declaration.end, f"import (\n{body})")


def _in_group(path: str, declaration: Node, lines: Lines) -> Edit | None:
    """Return the edit that adds to a group, in order and among the packages of the standard library."""
    specs = [(spec, lines.first(spec.node)) for spec in _specs(declaration, lines.file)]
    if not all(lines.stands_alone(spec.node) for spec, _ in specs):
        return None
    runs: list[list[tuple[Import, int]]] = []
    for spec, line in specs:
        if runs and line == runs[-1][-1][1] + 1:
            runs[-1].append((spec, line))
        else:
            runs.append([(spec, line)])
    run = next((run for run in runs if any(is_standard(spec.path) for spec, _ in run)), None)
    first = specs[0][1]
    if run is None:
        start = lines.source.line_starts[first - 1]
        return lines.edit(start, start, f'{lines.indentation(first)}"{path}"\n\n')
    before = [line for spec, line in run if spec.path < path]
    at = before[-1] + 1 if before else run[0][1]
    if lines.trailing(at - 1) and lines.trailing(at):
        return None
    if before:
        end = lines.end(before[-1])
        return lines.edit(end, end, f'\n{lines.indentation(before[-1])}"{path}"')
    start = lines.source.line_starts[at - 1]
    return lines.edit(start, start, f'{lines.indentation(at)}"{path}"\n')


def is_standard(path: str) -> bool:
    """Return whether an import path is that of a package of Go's standard library, judging by its form."""
    return "." not in path.partition("/")[0] and path != _PREAMBLE
