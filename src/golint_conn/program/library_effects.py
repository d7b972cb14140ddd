"""What a function of a library may do with its arguments, according to library models; bodies are not read.

There are two questions: whether a function may *keep* an argument (then the value may outlive the call), and whether it
may *change* it (then a setting may be made there).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.names.libraries.library import Library


def keeps(qualified: str, known: Library) -> bool:
    """Return whether a function may keep an argument, as any unknown function may."""
    model = known.named(qualified)
    return model is None or not (model.reads or model.fills)


def changes(qualified: str, known: Library) -> bool:
    """Return whether a function may set fields of an argument, as any unknown function may."""
    model = known.named(qualified)
    return model is None or not model.reads


def makes(qualified: str) -> bool:
    """Return whether a function of Go's library returns something just made: by the library's convention, `New...`."""
    path, _, name = qualified.rpartition(".")
    return name.startswith("New") and "." not in path.partition("/")[0] and "." not in path.rpartition("/")[2]
