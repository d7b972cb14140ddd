"""The parser of command lines, whose words may be file names that a stranger has chosen.

Git hooks and shells pass the names of a repository's files, and a file can be called `--rules-dir=evil`.
"""

import argparse
import os
from collections.abc import Sequence
from typing import Any, NoReturn

SEPARATOR = "--"
"""Every word after this one is a name, whatever it looks like."""


class CommandParser(argparse.ArgumentParser):
    """A parser that reads no part of a word and no file as an option, and prints nothing that a terminal obeys."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (the type that argparse accepts)
        super().__init__(allow_abbrev=False, **options)

    def parse(self, words: Sequence[str]) -> argparse.Namespace:
        """Return the options of a command line; end the process if it is ambiguous."""
        if doubtful := mistakable(words):
            self.error(doubtful)
        return self.parse_args(words)

    def error(self, message: str) -> NoReturn:
        """Print an error in one line, and end the process."""
        from golint_conn.report.terminal import visible  # noqa: PLC0415 (a hook usually reports nothing)

        super().error(visible(message))


def mistakable(words: Sequence[str]) -> str:
    """Return why a word may be an option or the name of a file; empty if all is clear.

    A file can be called `--` too, and must not turn the names before it into options.
    """
    end = words.index(SEPARATOR) if SEPARATOR in words else len(words)
    doubtful = [word for word in words[:end] if word.startswith("-") and word != "-" and os.path.lexists(word)]
    if not doubtful:
        return ""
    if end == len(words):
        return (
            f"{doubtful[0]} is also the name of a file: end the options with --, or write ./{doubtful[0]} for the file"
        )
    if os.path.lexists(SEPARATOR):
        return f"{doubtful[0]} is also the name of a file, and so is --: rename one of them"
    return ""
