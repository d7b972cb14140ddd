"""What is known of a library by its import path alone does not depend on its source being available."""

import shutil
from pathlib import Path

from tests.fixture_modules import FIXTURES, check_all

RULE = "client-conn-per-call"


def test_the_same_is_found_with_and_without_the_libraries(tmp_path: Path) -> None:
    bare = tmp_path / RULE
    shutil.copytree(FIXTURES / RULE, bare, ignore=shutil.ignore_patterns("libs"))
    found = [
        sorted((each.primary.path, each.primary.span.start, each.message) for each in check_all(RULE, root).findings)
        for root in (FIXTURES / RULE, bare)
    ]
    assert found[0] == found[1]
    assert found[0]
