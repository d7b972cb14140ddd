"""All fixtures, rewritten in ways that mean the same to Go, are judged the same.

Each rewriting keeps every expectation next to its code, so that what a rewritten fixture must report is
what its comments say.
"""

import re
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golint_conn.dev.wants import problems
from golint_conn.finding import NoticeKind
from golint_conn.names.fieldpaths import element
from golint_conn.names.gofile import GoFile
from golint_conn.names.members import is_seen
from golint_conn.names.resolve import ImportedPackage
from golint_conn.names.shape import TypeOf
from golint_conn.names.shapes import TypeInfo
from golint_conn.names.symbol import SymbolKind
from golint_conn.names.workspace import Workspace
from golint_conn.rule.checking.checker import Checker
from golint_conn.rule.loading.registry import load_rules
from golint_conn.run.config.settings import Settings
from golint_conn.run.filter.grading import graded
from golint_conn.source import Reader, SourceFile
from golint_conn.syntax import Node, parse
from tests.fixture_modules import FIXTURES, IDS, check_all, paths
from tests.go_tool import ROOT

pytestmark = pytest.mark.slow

Rewrite = Callable[[str, bytes], bytes]
_LOCAL = frozenset(
    {SymbolKind.VARIABLE, SymbolKind.CONSTANT, SymbolKind.PARAMETER, SymbolKind.RESULT, SymbolKind.RECEIVER}
)
_PARENTHESISED = {
    # Around what may name a type, parentheses could change what the parser sees.
    *(
        (holder, kind)
        for holder in ("argument_list", "expression_list")
        for kind in ("binary_expression", "func_literal", "unary_expression")
    ),
    *(
        ("argument_list", kind)
        for kind in ("interpreted_string_literal", "composite_literal", "int_literal", "call_expression")
    ),
}
_NAMES = frozenset({"identifier", "type_identifier"})


COMMENTS = b"// a comment: x := http.Get(y)\n\n/* another */\n"


def edited(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """Return bytes with ranges replaced."""
    for start, end, text in sorted(set(edits), reverse=True):
        data = data[:start] + text + data[end:]
    return data


def with_carriage_returns(_path: str, data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n")


def with_tabs_as_spaces(_path: str, data: bytes) -> bytes:
    return re.sub(rb"^\t+", lambda match: b"    " * len(match[0]), data, flags=re.MULTILINE)


def spaced_out(_path: str, data: bytes) -> bytes:
    """Put comments and blank lines between statements and between declarations."""
    root = parse(SourceFile("a.go", data)).root
    starts = [
        each.start for node in root.walk() if node.kind in {"statement_list", "source_file"} for each in node.children
    ]
    own_line = [at for at in starts if not data[data.rfind(b"\n", 0, at) + 1 : at].strip()]
    indents = {at: data[data.rfind(b"\n", 0, at) + 1 : at] for at in own_line}
    return edited(data, [(at, at, COMMENTS + indents[at]) for at in own_line])


def parenthesised(_path: str, data: bytes) -> bytes:
    """Put parentheses around the arguments of calls and around the right sides of declarations."""
    edits = []
    for node in parse(SourceFile("a.go", data)).root.walk():
        parent = node.parent
        if parent is not None and (parent.kind, node.kind) in _PARENTHESISED:
            edits += [(node.start, node.start, b"("), (node.end, node.end, b")")]
    return inserted(data, edits)


def inserted(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """Return bytes with texts put in; closing parentheses before opening ones in one place."""
    ordered = sorted(edits, key=lambda edit: (edit[0], edit[2] == b"("), reverse=True)
    for at, _, text in ordered:
        data = data[:at] + text + data[at:]
    return data


def turned_round(_path: str, data: bytes) -> bytes:
    """Put the top-level declarations behind the imports in the opposite order, each with the comments above it."""
    root = parse(SourceFile("a.go", data)).root
    tops = [each for each in root.children if each.kind not in {"package_clause", "import_declaration"}]
    if not tops:
        return data
    bounds = [_with_comments(data, each.start) for each in tops] + [len(data)]
    pieces = [data[start:end].rstrip(b"\n") for start, end in pairwise(bounds)]
    return data[: bounds[0]] + b"\n\n".join(reversed(pieces)) + b"\n"


def _with_comments(data: bytes, start: int) -> int:
    """Return where the comments that stand directly above a declaration begin."""
    while True:
        above = data.rfind(b"\n", 0, start - 1) + 1
        if start == 0 or not data[above:start].startswith(b"//"):
            return start
        start = above


class Renamed:
    """Gives each local name another one."""

    def __init__(self, root: Path) -> None:
        self.shapes = TypeInfo(Workspace(Reader(str(root))))

    def __call__(self, path: str, data: bytes) -> bytes:
        file = self.shapes.workspace.file(path)
        assert file is not None
        edits = []
        for node in file.walk():
            if node.kind in _NAMES and node.text != "_" and not _is_key(node):
                found = self.shapes.names.resolve(node.text, node.start, file)
                if (
                    found is not None
                    and not isinstance(found, ImportedPackage)
                    and found.is_local
                    and found.kind in _LOCAL
                ):
                    edits.append((node.end, node.end, b"Renamed"))
        return edited(data, edits)


class InFull:
    """Spells out what Go lets code leave out: embedded fields in selectors, and the keys of literals of structs."""

    def __init__(self, root: Path) -> None:
        self.shapes = TypeInfo(Workspace(Reader(str(root))))

    def __call__(self, path: str, data: bytes) -> bytes:
        file = self.shapes.workspace.file(path)
        assert file is not None
        edits = []
        for node in file.walk():
            name = node.field("field") if node.kind == "selector_expression" else None
            if name is not None:
                left_out = "".join(f"{each}." for each in self._left_out(node, file))
                edits.append((name.start, name.start, left_out.encode()))
            elif node.kind == "literal_element" and node.parent is not None and node.parent.kind == "literal_value":
                found = element(node, file, self.shapes)
                key = f"{found.field}: " if found is not None and found.field else ""
                edits.append((node.start, node.start, key.encode()))
        return inserted(data, edits)

    def _left_out(self, selector: Node, file: GoFile) -> tuple[str, ...]:
        """Return the embedded fields that a selector leaves out; none if code of the file cannot name them all."""
        member, shape = self.shapes.member(selector, file), self.shapes.of(selector.field("operand"), file)
        through = member.through if member is not None and not isinstance(shape, TypeOf) else ()
        package = self.shapes.names.package_path(file)
        for each in through:
            field = self.shapes.members.find(shape, each)
            assert field is not None
            if not is_seen(each, field.owner, package):
                return ()
            shape = field.shape
        return through


def _is_key(node: object) -> bool:
    """Return whether an identifier is the key in a literal, which may be a field."""
    parent = getattr(node, "parent", None)
    keyed = parent.parent if parent is not None and parent.kind == "literal_element" else None
    return keyed is not None and keyed.kind == "keyed_element" and keyed.field("key") == parent


def rewritten(rule_id: str, rewrite: Rewrite, target: Path) -> list[SourceFile]:
    """Write a rule's fixtures rewritten below a folder and return the files as they will be reported."""
    shutil.copytree(FIXTURES / rule_id, target)
    sources = []
    for path in paths(rule_id):
        place = target / Path(path).relative_to(FIXTURES / rule_id)
        place.write_bytes(rewrite(path, Path(path).read_bytes()))
        sources.append(SourceFile(str(place.relative_to(target)), place.read_bytes()))
    return sources


REWRITES: dict[str, Callable[[str], Rewrite]] = {
    "carriage returns": lambda _: with_carriage_returns,
    "spaces": lambda _: with_tabs_as_spaces,
    "comments and blank lines": lambda _: spaced_out,
    "parentheses": lambda _: parenthesised,
    "declarations turned round": lambda _: turned_round,
    "locals renamed": lambda rule_id: Renamed(FIXTURES / rule_id),
    "fields in full": lambda rule_id: InFull(FIXTURES / rule_id),
}


@pytest.mark.parametrize("name", REWRITES)
@pytest.mark.parametrize("rule_id", IDS)
def test_a_rewritten_fixture_is_judged_the_same(rule_id: str, name: str, tmp_path: Path) -> None:
    target = tmp_path / rule_id
    sources = rewritten(rule_id, REWRITES[name](rule_id), target)
    broken = [source.path for source in sources if parse(source).has_error]
    assert broken == []
    checked = check_all(rule_id, target)
    assert checked.notices == []
    assert problems(sources, graded(checked.findings, Settings(rules=(rule_id,)))) == []


FILES = [Path(path) for rule_id in IDS for path in paths(rule_id)]


@given(st.sampled_from(FILES), st.data())
@settings(max_examples=150)
def test_a_damaged_file_never_stops_a_run(path: Path, data: st.DataObject) -> None:
    text = path.read_bytes()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, max(0, len(text) - 1)))
        text = data.draw(st.sampled_from([text[:at] + text[at + 1 :], text[: at + 1] + text[at:], text[:at]]))
    reader = Reader(str(ROOT), {str(path): text})
    checked = Checker(reader, load_rules()).check([str(path)])
    assert [notice for notice in checked.notices if notice.kind is NoticeKind.CRASH] == []
    lines = text.count(b"\n") + 1
    source = SourceFile("a.go", text)
    for finding in checked.findings:
        assert finding.primary.span.end <= len(text) or finding.primary.path != reader.display(str(path))
        assert source.line_number(min(finding.primary.span.start, len(text))) <= lines


@given(st.sampled_from(FILES), st.data())
@settings(max_examples=100)
def test_a_file_with_lines_gone_never_stops_a_run(path: Path, data: st.DataObject) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    start = data.draw(st.integers(0, len(lines) - 1))
    end = data.draw(st.integers(start, min(len(lines), start + 6)))
    text = b"".join(lines[:start] + lines[end:])
    checked = Checker(Reader(str(ROOT), {str(path): text}), load_rules()).check([str(path)])
    assert [notice for notice in checked.notices if notice.kind is NoticeKind.CRASH] == []


@given(st.binary(max_size=300))
def test_any_bytes_behind_an_import_never_stop_a_run(tail: bytes) -> None:
    text = b'package p\n\nimport "net/http"\n\nvar Client = http.Client{}\n' + tail
    path = str(ROOT / "virtual.go")
    checked = Checker(Reader(str(ROOT), {path: text}), load_rules()).check([path])
    assert [notice for notice in checked.notices if notice.kind is NoticeKind.CRASH] == []
