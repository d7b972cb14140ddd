"""Notices: what happened to the run rather than to the code. Nothing is skipped in silence."""

from dataclasses import dataclass
from enum import Enum


class NoticeKind(Enum):
    """What a notice is about.

    UNREADABLE: a file was not read. SYNTAX: part of a file was not understood and not reported on. LIMIT: an analysis
    stopped at a bound. CRASH: a rule or the tool itself failed; the rest went on. CONFIG: a setting was not usable.
    FIX: a fix was not applied. BASELINE: an entry of the baseline is of no more use. CACHE: the cache was not usable;
    what is found does not depend on it.
    """

    UNREADABLE = "unreadable"
    SYNTAX = "syntax"
    LIMIT = "limit"
    CRASH = "crash"
    CONFIG = "config"
    FIX = "fix"
    BASELINE = "baseline"
    CACHE = "cache"


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """Something about the run that a reader must know; `line` is 0 where the notice is about a whole file."""

    path: str
    line: int
    message: str
    kind: NoticeKind = NoticeKind.UNREADABLE

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}" if place else self.message
