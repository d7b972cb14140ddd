"""The parser of command lines, whose words may be names that a stranger has given to files.

Git hooks and shells hand over the names of a repository's files, and a file can be called `--rules-dir=evil`.
"""

import argparse
import os
from collections.abc import Sequence
from typing import Any, NoReturn

SEPARATOR = "--"
"""What follows this word is a name, whatever it looks like."""


class CommandParser(argparse.ArgumentParser):
    """A parser that takes no part of a word for an option, no file for one, and prints nothing that is obeyed."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (what argparse takes)
        super().__init__(allow_abbrev=False, **options)

    def parse(self, words: Sequence[str]) -> argparse.Namespace:
        """Return what a command line asks for; end the process where that is not clear."""
        if doubtful := mistakable(words):
            self.error(doubtful)
        return self.parse_args(words)

    def error(self, message: str) -> NoReturn:
        """Print what is wrong, in one line, and end the process."""
        from golint_conn.report.terminal import visible  # noqa: PLC0415 (a hook mostly has nothing to tell)

        super().error(visible(message))


def mistakable(words: Sequence[str]) -> str:
    """Return why a word may be an option or the name of a file; nothing where all is clear.

    A file can be called `--` too, and must not make options of the names before it.
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
