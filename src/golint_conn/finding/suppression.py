"""Suppressions: why a finding is not shown."""

from dataclasses import dataclass
from enum import Enum


class SuppressionKind(Enum):
    """What suppresses a finding: a directive in the code, the baseline, or that an older revision already had it."""

    DIRECTIVE = "directive"
    BASELINE = "baseline"
    REVISION = "revision"


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why one finding is not shown; `line` is 0 if the reason has no place in a file."""

    kind: SuppressionKind
    reason: str
    path: str = ""
    line: int = 0
