"""Runs made by hand: Go source with marks in it, and the findings that they stand for."""

import pytest

from golint_conn.run.result import RunResult
from tests.report.builders import sample_result


@pytest.fixture
def sample(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """Return a run over a small repository with findings of several rules, folds, flows and every kind of notice."""
    return sample_result(tmp_path_factory.mktemp("repository"))
