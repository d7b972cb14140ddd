"""The fixtures of the floor of facts serve here too."""

from tests.program.conftest import go

__all__ = ["go"]
