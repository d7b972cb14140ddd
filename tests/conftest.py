"""Settings and fixtures that hold for all tests.

Goldens are files under tests/goldens that hold what a command must print. After a wanted change, rewrite them with
`pytest tests/dev --update-goldens` and read the difference before it is committed.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from golint_conn.names.incremental.ledger import Ledger

# How fast a shared machine makes up examples does not reflect on the code under test.
settings.register_profile("golint-conn", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("golint-conn")

# The first ledger of a process lets calls nest deeper; in the middle of a property test, hypothesis would warn about that.
Ledger()

UPDATE = "--update-goldens"


def pytest_configure(config: pytest.Config) -> None:
    """Keep all runs, including those in their own processes, out of the user's cache."""
    folder = tempfile.mkdtemp(prefix="golint-conn-cache-")
    os.environ["GOLINT_CONN_CACHE_DIR"] = folder
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(UPDATE, action="store_true", help="rewrite the golden files instead of comparing with them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Return a function that compares a text with the golden file of a path, or writes it when that is asked for."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption(UPDATE):
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"no golden {path}; pytest {UPDATE} writes it"
        assert text == path.read_text(encoding="utf-8")

    return compare
