"""Constant arithmetic follows Go's rules."""

from pathlib import Path

import pytest

from tests.names.test_constants import test_a_constant_has_its_value as has_value
from tests.names.test_shapes import shape_of_x


@pytest.mark.parametrize(("text", "value"), [("-7 / 2", -3), ("-7 % 4", -3), ("7 &^ 2", 5)])
def test_division(text: str, value: int, tmp_path: Path) -> None:
    has_value(text, value, tmp_path)


def test_min_of_untyped_constants(tmp_path: Path) -> None:
    assert shape_of_x("x := min(1, 2.5)", tmp_path) == "float64"
