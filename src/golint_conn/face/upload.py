"""`golint-conn sarif-check`: what GitHub will do with a SARIF file, for people and for programs."""

import sys
from collections.abc import Iterable, Sequence

from golint_conn.report.json_text import dump
from golint_conn.report.terminal import visible
from golint_conn.report.totals import counted
from golint_conn.report.upload import Effect, Problem
from golint_conn.run.request import UsageError
from golint_conn.source.regular import read_regular

_MOST_PLACES = 5


def read_log(file: str) -> bytes:
    """Return the bytes of a file or of standard input; raise UsageError if they cannot be read."""
    try:
        return sys.stdin.buffer.read() if file == "-" else read_regular(file)
    except OSError as error:
        message = f"{file}: {error.strerror}"
        raise UsageError(message) from error


def report(problems: Sequence[Problem], file: str, output_format: str) -> str:
    """Return the problems in a format, `text` or `json`."""
    if output_format == "json":
        return dump(
            [{"effect": each.effect.value, "reason": each.reason, "place": each.place} for each in problems], indent=2
        )
    if not problems:
        return f"{visible(file)}: GitHub accepts and shows everything\n"
    return "".join(f"{line}\n" for line in _lines(problems))


def _lines(problems: Iterable[Problem]) -> Iterable[str]:
    """Yield a line for each reason, with the first places where it applies."""
    groups: dict[tuple[Effect, str], list[str]] = {}
    for problem in problems:
        groups.setdefault((problem.effect, problem.reason), []).append(problem.place)
    for (effect, reason), places in groups.items():
        yield f"{effect.value}: {visible(reason)}"
        named = [place for place in places if place]
        yield from (f"  {visible(place)}" for place in named[:_MOST_PLACES])
        if len(named) > _MOST_PLACES:
            yield f"  and {counted(len(named) - _MOST_PLACES, 'more place')}"
