"""What the engine guesses about functions whose bodies it does not read, by their names."""

from __future__ import annotations

import re

_PRINTS = re.compile(r"(?:Print|Log|Trace|Debug|Info|Notice|Warn|Warning|Error|Panic|Fatal)(?:f|ln|w|Context|Ctx)?")


def prints(name: str) -> bool:
    """Return whether a function whose body we do not read prints its arguments, by the names that loggers use."""
    return _PRINTS.fullmatch(name) is not None
