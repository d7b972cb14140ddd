"""Small Go modules that tests write: where things are in them, by their text."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from golint_conn.flow.engine import Engine
from golint_conn.gonet.network import Network
from golint_conn.names.gofile import GoFile
from golint_conn.names.modules import Modules
from golint_conn.program.program import Program
from golint_conn.program.site import Site
from golint_conn.source import Reader
from golint_conn.syntax import Node

MODULE = "module example.com/m\n\ngo 1.24\n"


class Code:
    """Go files below a folder, and the program that they are, as the build of the module in `home` sees it."""

    def __init__(self, root: Path, files: Mapping[str, str | bytes], home: str = "") -> None:
        self.root = Path(os.path.realpath(root))
        for name, content in {"go.mod": MODULE, **files}.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        reader = Reader(str(self.root))
        self.program = Program(reader, build=Modules(reader).of(str(self.root / home)).build)
        self.shapes = self.program.shapes
        self.names = self.program.shapes.names
        self.workspace = self.program.workspace
        self.network = Network(self.program, Engine(self.program.references))

    def file(self, name: str = "a.go") -> GoFile:
        """Return a file by its name below the root."""
        file = self.workspace.file(str(self.root / name))
        assert file is not None, name
        return file

    def node(self, text: str, name: str = "a.go", nth: int = 0, kind: str = "") -> Node:
        """Return the nth node (from 0) whose text is this, the outermost of those in one place."""
        found = [each for each in self.file(name).walk() if each.text == text and kind in {"", each.kind}]
        places: dict[int, Node] = {}
        for each in found:
            places.setdefault(each.start, each)
        assert len(places) > nth, f"{name} holds {len(places)} of {text!r}"
        return list(places.values())[nth]

    def site(self, text: str, name: str = "a.go", nth: int = 0, kind: str = "") -> Site:
        """Return the site of a node by its text."""
        return Site(self.node(text, name, nth, kind), self.file(name))

    def node_starting(self, text: str, name: str = "a.go") -> Node:
        """Return the first call whose text begins so."""
        found = [each for each in self.file(name).walk() if each.kind == "call_expression"]
        return next(each for each in found if each.text.startswith(text))

    def identifier(self, text: str, name: str = "a.go", nth: int = 0) -> Node:
        """Return the nth place (from 0) of a name: its identifier."""
        return innermost(self.node(text, name, nth))

    def shape(self, text: str, name: str = "a.go", nth: int = 0) -> str:
        """Return the shape of the innermost expression whose text is this."""
        return str(self.shapes.of(innermost(self.node(text, name, nth)), self.file(name)))

    def callee(self, text: str, name: str = "a.go", nth: int = 0) -> str:
        """Return the full name of what a call calls."""
        return self.shapes.callee(self.node(text, name, nth, "call_expression"), self.file(name)).qualified

    def line(self, site: Site) -> int:
        """Return the line of a site."""
        return site.file.source.line_number(site.node.start)


def innermost(node: Node) -> Node:
    """Return the innermost node that covers just the bytes of another."""
    while len(node.children) == 1 and node.children[0].span == node.span:
        node = node.children[0]
    return node


MARK = re.compile(r"([\w]+)/\*(=?)(\w+)\*/")
"""`x/*=a*/` is a declaration that is called a; `x/*a*/` is a use that must mean it."""


def misunderstood(code: Code, name: str = "a.go") -> list[str]:
    """Return the marked uses in a file that do not mean the declaration that their mark says."""
    file = code.file(name)
    marks = [
        (m[1], m[2], m[3], len(file.source.data.decode()[: m.start()].encode()))
        for m in MARK.finditer(file.source.data.decode())
    ]
    declared = {label: offset for _, is_declaration, label, offset in marks if is_declaration}
    wrong = []
    for text, is_declaration, label, offset in marks:
        node = file.node_at(offset, offset + len(text.encode()))
        symbol = code.names.symbol_of(node, file) if node is not None else None
        expected = None if label == "none" else (file.path, declared[label])
        if (symbol.key if symbol is not None else None) != expected and not (is_declaration and symbol is None):
            wrong.append(f"{text}/*{is_declaration}{label}*/ means {symbol}")
    return wrong
