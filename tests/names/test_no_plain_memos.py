"""Facts are kept in a `Memory`, which knows what they depend on; a plain table would forget that."""

import ast
from collections.abc import Iterator
from pathlib import Path

import golint_conn

ROOT = Path(golint_conn.__file__).parent
FLOORS = ("program", "flow", "gonet", "rule/checking")
TABLES = {"dict", "defaultdict", "set", "OrderedDict", "Counter", "evictable"}
DECORATORS = {"cache", "lru_cache"}
NOT_FACTS = {
    "flow/graph/lower.py:labels": "the labels of the function that is being lowered",
    "program/trace.py:seen": "the places of the trace that is being made",
    "rule/checking/checker.py:_builds": "the builds of a process",
    "rule/checking/checker.py:_searches": "queries, which depend on rules alone",
    "rule/checking/obligations.py:_looked_at": "the calls that the current file has been found to reach",
}


def memos(path: Path) -> Iterator[str]:
    """Yield the attributes that hold tables, and the functions that remember what they return."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.FunctionDef):
            names = {ast.unparse(each).partition("(")[0].rpartition(".")[2] for each in node.decorator_list}
            if names & DECORATORS:
                yield node.name
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        value = node.value
        called = ast.unparse(value.func).rpartition(".")[2] if isinstance(value, ast.Call) else ""
        if not (isinstance(value, ast.Dict | ast.Set) or called in TABLES):
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            if isinstance(target, ast.Attribute) and ast.unparse(target.value) == "self":
                yield target.attr


def test_facts_are_in_no_plain_table() -> None:
    found = {
        f"{path.relative_to(ROOT).as_posix()}:{name}"
        for floor in FLOORS
        for path in sorted((ROOT / floor).rglob("*.py"))
        for name in memos(path)
    }
    assert found == set(NOT_FACTS)
