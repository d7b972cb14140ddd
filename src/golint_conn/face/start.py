"""Where the command begins and ends: the cost of a process before it does anything, and after all is done.

While modules are loaded, Python looks for garbage after every 700 new objects, and at the end it frees everything,
object by object. For a single file that is a tenth of the time.
"""

import os
import sys
from contextlib import suppress

from golint_conn.run.work.garbage import collect_seldom


def main() -> int:
    """Run the command line as a process of its own, and end the process if nothing else is running in it."""
    collect_seldom()
    from golint_conn.face.cli import main as run  # noqa: PLC0415 (it loads nearly everything)

    code = run()
    if "threading" not in sys.modules:
        # No thread and no other process is waiting, and the cache and all reports are written and closed.
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)
    return code
