"""Writing files: whole or not at all."""

import os
import stat
from pathlib import Path


def write_whole(target: str, data: bytes) -> None:
    """Write a file that may be something else than a regular one; a link stays, what it leads to is replaced.

    A pipe or a device is written to, a regular file is replaced. An OSError passes, and the old content stays.
    """
    path = Path(os.path.realpath(target))
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            device.write(data)
    else:
        replace_whole(path, data)


def replace_whole(path: Path, data: bytes) -> None:
    """Put a regular file in the place of whatever a path names, in one step, with the mode of the file before it.

    Nothing that is there is opened. An OSError passes, and the old content stays.
    """
    # A name that can be foreseen could be there already, as a link that leads to another file.
    draft = path.with_name(f".{path.name}.{os.urandom(8).hex()}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(data)
        if path.exists():
            draft.chmod(stat.S_IMODE(path.stat().st_mode))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
