"""Only one module opens files to read them: whatever else opens something is listed here with what it is."""

import ast
from collections.abc import Iterator
from pathlib import Path

import golint_conn

ROOT = Path(golint_conn.__file__).parent
FUNCTIONS = {"open"}
METHODS = {"FileIO", "fdopen", "open", "read_bytes", "read_text"}
ELSEWHERE = {
    "face/server/child.py": ["os.fdopen"],  # standard output
    "face/server/language.py": ["os.fdopen"],  # the same
    "face/streams.py": ["os.open"],  # /dev/null
    "rule/loading/trust.py": ["os.fdopen", "os.open"],  # a new file, to be written
    "run/cache/database.py": ["os.open"],  # the same
    "run/cache/folder.py": ["os.fdopen", "os.open"],  # the same
    "run/lifeline.py": ["os.open"],  # /dev/null
    "run/work/open_cache.py": ["Store.open"],  # no file, and a cache that opens none to read it but by sqlite
    "source/regular.py": ["open", "os.open"],  # the door
    "source/writer.py": ["draft.open", "path.open"],  # a new file, and a device, to be written
}


def opened(path: Path) -> Iterator[str]:
    """Yield the calls of a module that may open a file."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call):
            is_method = isinstance(node.func, ast.Attribute) and node.func.attr in METHODS
            if is_method or (isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS):
                yield ast.unparse(node.func)


def test_no_other_module_opens_files() -> None:
    modules = {path.relative_to(ROOT).as_posix(): sorted(opened(path)) for path in sorted(ROOT.rglob("*.py"))}
    assert {name: calls for name, calls in modules.items() if calls} == ELSEWHERE
