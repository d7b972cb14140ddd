"""The command line of the cache: options of `check`, and the command `cache`."""

import argparse
from collections.abc import Callable


def add_cache_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of a run that decide whether it uses a cache, and where."""
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--no-cache", action="store_true", help="neither use nor write results of earlier runs")
    _add_folder(choice)


def add_cache(add_command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(
        "cache",
        help="show or remove the results of earlier runs",
        description="Show the place and the size of the cache, or remove it. The folder is that of --cache-dir, "
        "else\n$GOLINT_CONN_CACHE_DIR, else golint-conn in $XDG_CACHE_HOME or in the system's folder for "
        "caches.",
        epilog="exit codes:\n  0  done, or there is no cache\n  2  the folder is not golint-conn's, or cannot be read",
    )
    parser.add_argument("action", choices=("clean", "info"), help="what to do with it")
    _add_folder(parser)


def _add_folder(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--cache-dir", default="", metavar="DIR", help="the folder of the cache (default the user's)")
