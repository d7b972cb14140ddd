"""The fixtures of tests/program serve here too."""

from tests.program.conftest import go

__all__ = ["go"]
