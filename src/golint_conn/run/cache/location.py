"""Where the cache is.

The command line and the environment may say so. A configuration file may not: it comes with the analyzed code, and
could name any folder of this machine to write to, or a folder of its own with forged findings. For the same reason only
a path from the command line is relative to the working directory.
"""

import os
import sys
from collections.abc import Mapping

VARIABLE = "GOLINT_CONN_CACHE_DIR"
_NAME = "golint-conn"


class LocationError(ValueError):
    """There is no usable place for the cache; the message says why."""


def cache_folder(named: str, cwd: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return the absolute path of the cache folder: that of `--cache-dir`, relative to `cwd`, or the default."""
    return os.path.abspath(os.path.join(cwd, named)) if named else default_folder(environment)  # noqa: PTH100, PTH118


def default_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """Return the absolute path of the default cache folder; raises LocationError if there is none.

    That is `$GOLINT_CONN_CACHE_DIR`, else the folder golint-conn in `$XDG_CACHE_HOME`, else in the cache folder of the
    platform (rules of freedesktop.org, Apple and Microsoft; platformdirs knows them too, but takes 8 ms to load).
    """
    own = environment.get(VARIABLE, "")
    if own:
        if not os.path.isabs(own):  # noqa: PTH117 (strings in, strings out)
            message = f"{VARIABLE} must be an absolute path, not {own!r}"
            raise LocationError(message)
        return os.path.normpath(own)
    shared = environment.get("XDG_CACHE_HOME", "")
    # The freedesktop.org rule says that a relative path must be ignored.
    base = shared if os.path.isabs(shared) else _platform_folder(environment, platform)  # noqa: PTH117
    return os.path.join(os.path.normpath(base), _NAME)  # noqa: PTH118


def _platform_folder(environment: Mapping[str, str], platform: str) -> str:
    if platform == "win32":
        base = environment.get("LOCALAPPDATA", "")
        missing = "LOCALAPPDATA"
    else:
        home = environment.get("HOME") or os.path.expanduser("~")  # noqa: PTH111
        base = os.path.join(home, *(("Library", "Caches") if platform == "darwin" else (".cache",)))  # noqa: PTH118
        missing = "HOME"
    if not os.path.isabs(base):  # noqa: PTH117
        message = f"no folder for the cache: neither {VARIABLE} nor {missing} names an absolute path"
        raise LocationError(message)
    return base
