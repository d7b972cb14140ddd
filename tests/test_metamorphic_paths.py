"""Fixtures of the rules about paths, with their control flow written in other ways that mean the same, are judged the same.

And if the missing release is inserted, only that finding is gone.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from golint_conn.dev.wants import problems
from golint_conn.finding import Finding
from golint_conn.flow.engine import Engine
from golint_conn.flow.kinds import rows
from golint_conn.program.program import Program
from golint_conn.program.site import Site
from golint_conn.rule.loading.registry import load_rules
from golint_conn.rule.model import ObligationRule
from golint_conn.run.config.settings import Settings
from golint_conn.run.filter.grading import graded
from golint_conn.source import Reader, SourceFile
from golint_conn.syntax import Node, parse
from tests.fixture_modules import FIXTURES, check_all, paths, rule
from tests.test_metamorphic import edited, rewritten

pytestmark = pytest.mark.slow

OBLIGATION_IDS = [rule.id for rule in load_rules() if isinstance(rule.model, ObligationRule)]


def conditions_inverted(_path: str, data: bytes) -> bytes:
    """Turn `if c { A }` into `if !(c) { } else { A }`, and `if c { A } else { B }` into `if !(c) { B } else { A }`.

    A statement with an expectation on its first line keeps its branches where they are: the comment must not move.
    """
    return _rewritten(data, _inverted)


def conditions_split(_path: str, data: bytes) -> bytes:
    """Turn `if a && b { A }` without an else into `if a { if b { A } }`."""
    return _rewritten(data, _split)


def bodies_in_blocks(_path: str, data: bytes) -> bytes:
    """Put the body of each function and each branch into a block of its own."""
    edits = []
    for node in parse(SourceFile("a.go", data)).root.walk():
        parent = node.parent
        if node.kind == "statement_list" and parent is not None and parent.kind == "block":
            edits += [(node.start, node.start, b"{ "), (node.end, node.end, b" }")]
    return _inserted(data, edits)


def _inserted(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """Return bytes with texts put in, the outer of two that begin or end in one place on the outside."""
    for at, _, text in sorted(edits, key=lambda edit: (edit[0], edit[2] == b"{ "), reverse=True):
        data = data[:at] + text + data[at:]
    return data


def _rewritten(data: bytes, rewrite: Callable[[Node, Callable[[Node], bytes]], bytes | None]) -> bytes:
    """Return the text with every `if` rewritten, the inner ones before the outer ones."""

    def text(node: Node) -> bytes:
        changed = rewrite(node, text) if node.kind == "if_statement" else None
        if changed is not None:
            return changed
        parts, at = [], node.start
        for child in node.children:
            parts += [data[at : child.start], text(child)]
            at = child.end
        return b"".join([*parts, data[at : node.end]])

    root = parse(SourceFile("a.go", data)).root
    return data[: root.start] + text(root) + data[root.end :]


def _inverted(node: Node, text: Callable[[Node], bytes]) -> bytes | None:
    condition, then, other = (node.field(name) for name in ("condition", "consequence", "alternative"))
    if condition is None or then is None or (other is not None and b"// want" in _first_line(node)):
        return None
    negated = b"!(" + text(condition) + b")"
    if other is None:
        return _head(node, text) + negated + b" {} else " + text(then)
    swapped = text(other) if other.kind == "block" else b"{ " + text(other) + b" }"
    return _head(node, text) + negated + b" " + swapped + b" else " + text(then)


def _split(node: Node, text: Callable[[Node], bytes]) -> bytes | None:
    condition, then, other = (node.field(name) for name in ("condition", "consequence", "alternative"))
    if condition is None or then is None or other is not None or condition.operator() != "&&":
        return None
    left, right = condition.field("left"), condition.field("right")
    if left is None or right is None:
        return None
    return _head(node, text) + text(left) + b" { if " + text(right) + b" " + text(then) + b" }"


def _head(node: Node, text: Callable[[Node], bytes]) -> bytes:
    initial = node.field("initializer")
    return b"if " + (text(initial) + b"; " if initial is not None else b"")


def _first_line(node: Node) -> bytes:
    data = node.source.data
    end = data.find(b"\n", node.start)
    return data[node.start : end if end >= 0 else len(data)]


_CALLS = {
    **{kind.name: ".Close()" for kind in rows()},
    "transaction": ".Rollback()",
    "row": ".Scan()",
    "cancel function": "()",
}
LEAST_CURED = 5

REWRITES = {
    "conditions inverted": conditions_inverted,
    "conditions split": conditions_split,
    "bodies in blocks": bodies_in_blocks,
}


@pytest.mark.parametrize("name", REWRITES)
@pytest.mark.parametrize("rule_id", OBLIGATION_IDS)
def test_paths_written_in_another_way_are_judged_the_same(rule_id: str, name: str, tmp_path: Path) -> None:
    target = tmp_path / rule_id
    sources = rewritten(rule_id, REWRITES[name], target)
    assert [source.path for source in sources if parse(source).has_error] == []
    checked = check_all(rule_id, target)
    assert checked.notices == []
    assert problems(sources, graded(checked.findings, Settings(rules=(rule_id,)))) == []


CURED = ("response-body-not-closed", "conn-not-closed", "sql-resource-not-closed", "cancel-not-called")


@pytest.mark.parametrize("rule_id", CURED)
def test_a_deferred_release_removes_just_the_finding_that_it_is_for(rule_id: str, tmp_path: Path) -> None:
    root = FIXTURES / rule_id
    before = {_identity(each): each for each in check_all(rule_id, root).findings}
    cured = 0
    for path in paths(rule_id):
        data = Path(path).read_bytes()
        display = str(Path(path).relative_to(root))
        for place, edit in _cures(rule_id, path):
            wanted = [key for key in before if key[0] == display and key[1] == _line(data, place)]
            if len(wanted) != 1:
                continue
            cured += 1
            after = {
                _identity(each) for each in _checked(rule_id, tmp_path / str(cured), display, edited(data, [edit]))
            }
            assert before.keys() - after == set(wanted), (display, _line(data, place))
            assert after <= before.keys()
    assert cured >= LEAST_CURED


def _checked(rule_id: str, target: Path, display: str, data: bytes) -> list[Finding]:
    shutil.copytree(FIXTURES / rule_id, target)
    (target / display).write_bytes(data)
    return check_all(rule_id, target).findings


def _cures(rule_id: str, path: str) -> Iterator[tuple[int, tuple[int, int, bytes]]]:
    """Yield where a value is acquired that a check of its error follows directly, and the edit that defers the call.

    The deferred call is on the line of the check's last brace, so that all lines keep their numbers.
    """
    program = Program(Reader(str(FIXTURES / rule_id)))
    engine, file = Engine(program.references), program.workspace.file(path)
    model = rule(rule_id).model
    assert file is not None
    assert isinstance(model, ObligationRule)
    for call in file.walk():
        listed = call.parent
        node = listed.parent if listed is not None and listed.kind == "expression_list" else None
        left = node.field("left") if node is not None and node.kind == "short_var_declaration" else None
        if call.kind != "call_expression" or node is None or left is None or node.parent is None:
            continue
        acquired = engine.acquisitions(Site(call, file), model.kinds)
        after = [each for each in node.parent.children if each.start > node.end]
        if len(acquired) != 1 or not after or left.children[acquired[0].index].text == "_":
            continue
        name = ".".join([left.children[acquired[0].index].text, *acquired[0].part])
        text = f"; defer {name}{_CALLS[acquired[0].kind.name]}".encode()
        if not acquired[0].may_fail:
            yield node.start, (node.end, node.end, text)
        elif after[0].text.startswith("if err != nil {") and b"return" in _body(after[0]):
            yield node.start, (after[0].end, after[0].end, text)


def _body(node: Node) -> bytes:
    return node.source.data[node.start : node.end]


def _line(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


def _identity(finding: Finding) -> tuple[str, int]:
    place = finding.primary
    return (place.path, _line((FIXTURES / finding.rule / place.path).read_bytes(), place.span.start))
