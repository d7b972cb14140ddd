"""Writes the standard library's signatures: `python -m golint_conn.dev.stdlib GOROOT [--package PATH ...]`.

Each public package of GOROOT/src becomes one file of Go declarations without bodies: exported functions, methods,
types with their exported and embedded fields, variables and constants with their types and, if we can compute them,
values. Unexported types stay only if an exported declaration refers to them. Everything is rendered from shapes, so the
data says exactly what our own indexer understood of the source.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.names import stdlib
from golint_conn.names.shape import (
    Array,
    Chan,
    Func,
    Interface,
    Map,
    Named,
    Pointer,
    Slice,
    Struct,
    Type,
    TypeParameter,
    is_untyped,
)
from golint_conn.names.shapes import TypeInfo
from golint_conn.names.symbol import Symbol, SymbolKind
from golint_conn.names.workspace import Workspace
from golint_conn.source import Reader
from golint_conn.source.regular import read_utf8
from golint_conn.source.writer import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.names.package import PackageScope

_SKIPPED = {"internal", "vendor", "testdata", "cmd"}
_UNTYPED = {"untyped string": '""', "untyped bool": "false", "untyped float": "0.0", "untyped rune": "'0'"}


class Writer:
    """Renders one package."""

    def __init__(self, shapes: TypeInfo, scope: PackageScope) -> None:
        self.shapes = shapes
        self.scope = scope
        self.imports: dict[str, str] = {}
        self.wanted: list[str] = []
        self.seen: set[str] = set()

    def package(self) -> str:
        """Return the text of the package's signature file."""
        symbols = self._symbols()
        lines = [line for symbol in symbols if symbol.name[:1].isupper() for line in self._declaration(symbol)]
        while self.wanted:
            symbol = self.scope.lookup(self.wanted.pop())
            if symbol is not None and symbol.kind is SymbolKind.TYPE:
                lines += self._declaration(symbol)
        head = [f"package {self.scope.name}", ""]
        head += [f'import {name} "{path}"' for path, name in sorted(self.imports.items())]
        return "\n".join([*head, "", *lines, ""])

    def _symbols(self) -> list[Symbol]:
        found: dict[str, Symbol] = {}
        for file in self.scope.files:
            if not file.is_test:
                for name, symbol in file.declarations.items():
                    found.setdefault(name, symbol)
        return [found[name] for name in sorted(found)]

    def _declaration(self, symbol: Symbol) -> Iterator[str]:
        self.seen.add(symbol.name)
        match symbol.kind:
            case SymbolKind.FUNCTION:
                function = self.shapes.types.function(symbol.declaration, symbol.file)
                parameters = self._type_parameters(function)
                yield f"func {symbol.name}{parameters}{self._signature(function)}"
            case SymbolKind.CONSTANT:
                yield self._constant(symbol)
            case SymbolKind.VARIABLE:
                yield f"var {symbol.name} {self.text(self.shapes.of_symbol(symbol))}"
            case SymbolKind.TYPE:
                yield from self._type(symbol)

    def _constant(self, symbol: Symbol) -> str:
        shape = self.shapes.of_symbol(symbol)
        value = self.shapes.types.constants.of_symbol(symbol)
        known = value if value is None else json.dumps(value)
        if is_untyped(shape):
            return f"const {symbol.name} = {known or _UNTYPED.get(str(shape), 'iota')}"
        return f"const {symbol.name} {self.text(shape)} = {known or 'iota'}"

    def _type(self, symbol: Symbol) -> Iterator[str]:
        types, node = self.shapes.types, symbol.declaration
        if node.kind == "type_alias":
            yield f"type {symbol.name} = {self.text(types.declared(symbol))}"
            return
        holder = node.field("type_parameters")
        parameters = [
            (name.text, types.shape(each.field("type"), symbol.file))
            for each in (holder.children if holder else [])
            for name in each.fields("name")
        ]
        spelled = ", ".join(f"{name} {self._constraint(shape)}" for name, shape in parameters)
        names = ", ".join(name for name, _ in parameters)
        made_of = self.text(types.shape(node.field("type"), symbol.file))
        yield f"type {symbol.name}{f'[{spelled}]' if spelled else ''} {made_of}"
        for method in self.scope.methods(symbol.name):
            if (
                method.name[:1].isupper()
                and not method.file.is_test
                and method == self.scope.method(symbol.name, method.name)
            ):
                receiver = method.declaration.field("receiver")
                star = "*" if receiver is not None and "*" in receiver.text else ""
                own = f"{symbol.name}{f'[{names}]' if names else ''}"
                function = self.shapes.types.function(method.declaration, method.file)
                yield f"func ({star}{own}) {method.name}{self._signature(function)}"

    def _type_parameters(self, function: Func) -> str:
        inner = ", ".join(f"{each.name} {self._constraint(each.constraint)}" for each in function.type_parameters)
        return f"[{inner}]" if inner else ""

    def _constraint(self, shape: Type) -> str:
        text = self.text(shape)
        return f"~{text}" if isinstance(shape, Slice | Map) else text

    def _signature(self, function: Func) -> str:
        parameters = [self.text(each) for each in function.parameters]
        last = function.parameters[-1] if function.parameters else None
        if function.variadic and isinstance(last, Slice):
            parameters[-1] = f"...{self.text(last.element)}"
        results = [self.text(each) for each in function.results]
        tail = f" {results[0]}" if len(results) == 1 else f" ({', '.join(results)})" if results else ""
        return f"({', '.join(parameters)}){tail}"

    def text(self, shape: Type) -> str:
        """Return the Go text of a shape inside this package; an unknown shape becomes `unknown`."""
        match shape:
            case Named():
                return self._named(shape)
            case TypeParameter():
                return shape.name
            case Pointer():
                return f"*{self.text(shape.element)}"
            case Slice():
                return f"[]{self.text(shape.element)}"
            case Array():
                return f"[{shape.length if shape.length != '?' else 'unknown'}]{self.text(shape.element)}"
            case Map():
                return f"map[{self.text(shape.key)}]{self.text(shape.element)}"
            case Chan():
                return f"{shape.prefix} {self.text(shape.element)}"
            case Func():
                return f"func{self._signature(shape)}"
            case Struct():
                return f"struct {{ {'; '.join(self._fields(shape))} }}"
            case Interface():
                return self._interface(shape)
        return "unknown"

    def _fields(self, shape: Struct) -> Iterator[str]:
        for field in shape.fields:
            if field.embedded:
                yield self.text(field.shape)
            elif field.name[:1].isupper():
                yield f"{field.name} {self.text(field.shape)}"

    def _interface(self, shape: Interface) -> str:
        if not shape.methods and not shape.embedded:
            return "any"
        parts = [self.text(each) for each in shape.embedded]
        parts += [
            f"{field.name}{self._signature(field.shape)}"
            for field in shape.methods
            if field.name[:1].isupper() and isinstance(field.shape, Func)
        ]
        return f"interface {{ {'; '.join(parts)} }}"

    def _named(self, shape: Named) -> str:
        arguments = f"[{', '.join(self.text(each) for each in shape.arguments)}]" if shape.arguments else ""
        if not shape.path:
            return f"{shape.name}{arguments}"
        if shape.path == self.scope.path:
            if shape.name not in self.seen and not shape.name[:1].isupper():
                self.seen.add(shape.name)
                self.wanted.append(shape.name)
            return f"{shape.name}{arguments}"
        if shape.path not in self.imports:
            last = shape.path.rpartition("/")[2]
            taken = set(self.imports.values())
            # A name of the package itself would shadow the import.
            free = last.isidentifier() and last not in taken and self.scope.lookup(last) is None
            self.imports[shape.path] = (
                last if free else shape.path.replace("/", "_").replace(".", "_").replace("-", "_")
            )
        return f"{self.imports[shape.path]}.{shape.name}{arguments}"


def packages(source: str) -> Iterator[str]:
    """Yield the import paths of the public packages below GOROOT/src."""
    for folder, folders, files in os.walk(source):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith((".", "_")))
        if folder != source and any(name.endswith(".go") and not name.endswith("_test.go") for name in files):
            yield os.path.relpath(folder, source).replace(os.sep, "/")


def write(goroot: str, target: Path) -> list[str]:
    """Write the signature files of a Go installation; return the import paths. Raises OSError if it cannot."""
    source = f"{goroot}/src"
    version = read_utf8(f"{goroot}/VERSION").split()[0]
    for old in target.rglob(f"*{stdlib.SUFFIX}"):
        old.unlink()
    written = []
    shapes = TypeInfo(Workspace(Reader(source)))
    for path in packages(source):
        scope = shapes.workspace.package_at(f"{source}/{path}")
        if scope is None or scope.name == "main":
            continue
        place = target / f"{path}{stdlib.SUFFIX}"
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(str(place), Writer(shapes, scope).package().encode())
        written.append(path)
    write_whole(str(target / "VERSION"), f"{version}\n".encode())
    return written


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m golint_conn.dev.stdlib", description=__doc__)
    parser.add_argument("goroot", help="a Go installation, whose src/ is read")
    parser.add_argument(
        "--out", type=Path, default=stdlib.FOLDER, help="where to write (default: the package's own data)"
    )
    options = parser.parse_args(arguments)
    written = write(os.path.realpath(options.goroot), options.out)
    sys.stdout.write(f"{len(written)} packages written to {options.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
