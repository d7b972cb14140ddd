"""The command line of `golint-conn infer`."""

import argparse
from collections.abc import Callable


def add_infer(add_command: Callable[..., argparse.ArgumentParser], epilog: str) -> argparse.ArgumentParser:
    """Add the command to the command line, and return its parser."""
    parser = add_command(
        "infer",
        help="print who owns what before and after calls of a module's exported functions",
        description="Print the ownership contracts of exported functions, methods and types, as their bodies "
        "show\nthem: what they return, and which of their arguments they close, keep or leave open. The "
        "text is a\nfile of models for people to read, other modules to use, and checks to pin; see "
        "docs/models.md.",
        epilog=epilog,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files, folders and ... patterns; see below")
    parser.add_argument("--write", metavar="FILE", help="write them to this file, completely or not at all")
    parser.add_argument("--quiet", "-q", action="store_true", help="no progress, and no notices except on crashes")
    return parser
