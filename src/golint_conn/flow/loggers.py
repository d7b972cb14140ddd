"""What the engine guesses of functions that it does not look into, by their names."""

from __future__ import annotations

import re

_PRINTS = re.compile(r"(?:Print|Log|Trace|Debug|Info|Notice|Warn|Warning|Error|Panic|Fatal)(?:f|ln|w|Context|Ctx)?")


def prints(name: str) -> bool:
    """Return whether a function that we do not read prints its arguments, by the names that loggers use."""
    return _PRINTS.fullmatch(name) is not None
