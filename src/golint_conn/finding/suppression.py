"""Suppressions: why a finding is not to be shown."""

from dataclasses import dataclass
from enum import Enum


class SuppressionKind(Enum):
    """What holds a finding back: a directive in the code, the baseline, or that a revision had it already."""

    DIRECTIVE = "directive"
    BASELINE = "baseline"
    REVISION = "revision"


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why one finding is not to be shown; `line` is 0 where it is not a place in a file that says so."""

    kind: SuppressionKind
    reason: str
    path: str = ""
    line: int = 0
