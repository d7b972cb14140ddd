from tests.run.conftest import tree

__all__ = ["tree"]
