"""What the engine guesses about functions without a body, by their names."""

from __future__ import annotations

import re

_PRINTS = re.compile(r"(?:Print|Log|Trace|Debug|Info|Notice|Warn|Warning|Error|Panic|Fatal)(?:f|ln|w|Context|Ctx)?")


def prints(name: str) -> bool:
    """Return whether a function without a body prints its arguments, by the names that loggers use."""
    return _PRINTS.fullmatch(name) is not None
