"""Writing files: whole or not at all."""

import os
import stat
from pathlib import Path


def write_whole(target: str, data: bytes) -> None:
    """Replace a file by new content in one step and keep its mode; a link stays, what it leads to is replaced.

    What is no regular file (a pipe, /dev/null) is written to. An OSError passes, and the old content stays.
    """
    path = Path(os.path.realpath(target))
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            device.write(data)
        return
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
