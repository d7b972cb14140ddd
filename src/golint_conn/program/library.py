"""What a function of a library may do with its arguments, as far as library models tell; bodies are not read.

Two questions are apart: whether a function may *keep* an argument (then the value may outlive the call), and whether it
may *change* it (then a setting may be made there).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.names.libraries.library import Library


def keeps(qualified: str, known: Library) -> bool:
    """Return whether a function may keep an argument, as any function may of which we know nothing."""
    model = known.named(qualified)
    return model is None or not (model.reads or model.fills)


def changes(qualified: str, known: Library) -> bool:
    """Return whether a function may set fields of an argument, as any function may of which we know nothing."""
    model = known.named(qualified)
    return model is None or not model.reads


def makes(qualified: str) -> bool:
    """Return whether a function of Go's library returns something just made: by the library's custom, `New...`."""
    path, _, name = qualified.rpartition(".")
    return name.startswith("New") and "." not in path.partition("/")[0] and "." not in path.rpartition("/")[2]
