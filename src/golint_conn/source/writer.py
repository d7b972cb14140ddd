"""Writing files: completely or not at all."""

import os
import stat
from pathlib import Path


def write_whole(target: str, data: bytes) -> None:
    """Write a file that may not be a regular one; a link stays, and its target is replaced.

    A pipe or a device is written to, a regular file is replaced. OSError propagates, and the old content stays.
    """
    path = Path(os.path.realpath(target))
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            device.write(data)
    else:
        replace_whole(path, data)


def replace_whole(path: Path, data: bytes) -> None:
    """Replace whatever a path names with a regular file, in one step, keeping the mode of the old file.

    Nothing that exists is opened. OSError propagates, and the old content stays.
    """
    # A predictable name could already exist, as a link to another file.
    draft = path.with_name(f".{path.name}.{os.urandom(8).hex()}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(data)
        if path.exists():
            draft.chmod(stat.S_IMODE(path.stat().st_mode))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
