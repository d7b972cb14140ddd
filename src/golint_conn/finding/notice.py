"""Notices: what happened to the run rather than to the code. Nothing is skipped silently."""

from dataclasses import dataclass
from enum import Enum


class NoticeKind(Enum):
    """What a notice is about.

    UNREADABLE: a file was not read. SYNTAX: part of a file was not understood and not reported on. LIMIT: an analysis
    stopped at a bound. CRASH: a rule or the tool itself failed; the rest continued. CONFIG: a setting was not usable.
    FIX: a fix was not applied. BASELINE: an entry of the baseline is stale. CACHE: the cache was not usable; the
    findings do not depend on it.
    """

    UNREADABLE = "unreadable"
    SYNTAX = "syntax"
    LIMIT = "limit"
    CRASH = "crash"
    CONFIG = "config"
    FIX = "fix"
    BASELINE = "baseline"
    CACHE = "cache"


def message_of(error: BaseException) -> str:
    """Return the message of an exception on one line; empty if even asking fails, because its class may be any."""
    try:
        return " ".join(str(error.msg if isinstance(error, SyntaxError) else error).split())
    except Exception:  # noqa: BLE001 (its `__str__` is foreign code)
        return ""


def account_of(error: BaseException) -> str:
    """Return the class and the message of an exception, on one line."""
    said = message_of(error)
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """Something about the run that a reader must know; `line` is 0 if the notice is about a whole file."""

    path: str
    line: int
    message: str
    kind: NoticeKind = NoticeKind.UNREADABLE

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}" if place else self.message
