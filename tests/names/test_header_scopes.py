"""The header of a statement and its body are two blocks."""

from pathlib import Path

import pytest

from tests.go_code import Code, misunderstood
from tests.names.test_scopes import AROUND

SNIPPETS = {
    "if header": "x/*=a*/ := 1\nif x/*=b*/ := x/*a*/; x/*b*/ > 1 {\n _ = x/*b*/\n} else if x/*=c*/ := x/*b*/; x/*c*/ > 2 {\n _ = x/*c*/\n}\n_ = x/*a*/",
    "for header": "i/*=a*/ := 9\nfor i/*=b*/ := 0; i/*b*/ < 3; i/*b*/++ {\n i/*=c*/ := i/*b*/\n _ = i/*c*/\n}\n_ = i/*a*/",
    "last case": "switch x/*=b*/ := 1; x/*b*/ {\ncase 2:\n x/*=c*/ := x/*b*/\n _ = x/*c*/\n}",
    "range copy": "for _, c/*=a*/ := range []int{1} {\n c/*=b*/ := c/*a*/ + 1\n _ = c/*b*/\n}",
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_name_in_a_function(name: str, tmp_path: Path) -> None:
    assert misunderstood(Code(tmp_path, {"a.go": AROUND.format(SNIPPETS[name])})) == []
