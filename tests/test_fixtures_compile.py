"""The Go code under fixtures/ is real: every module of it compiles and passes go vet.

The analyzers that look for what fixtures do wrong on purpose are switched off. A `go.mod` under fixtures/ is enough
to be covered here.
"""

from pathlib import Path

import pytest

from tests.go_tool import ROOT, vet

pytestmark = pytest.mark.slow

DELIBERATE = (
    "composites",  # literals without keys, also of other packages's types
    "copylocks",  # http.Transport copied by value
    "httpresponse",  # a response used before its error is tested
    "lostcancel",  # cancel functions that are never called
)
MODULES = sorted(path.parent for path in (ROOT / "fixtures").rglob("go.mod"))


@pytest.mark.parametrize("module", MODULES, ids=[str(each.relative_to(ROOT)) for each in MODULES])
def test_the_module_compiles(module: Path) -> None:
    said = vet(module, without=DELIBERATE)
    assert not said, said
