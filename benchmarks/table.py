"""The figures as text: medians, spreads, ratios and growth."""

from __future__ import annotations

from math import log
from statistics import linear_regression, median
from typing import TYPE_CHECKING

from benchmarks.measure import CHANGED, COLD, FLOOR_NAME, UNCACHED, WARM, Measured, Series

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_MEGABYTE = 1_000_000
_OURS = {COLD, WARM, CHANGED, UNCACHED}


def seconds(series: Series) -> float:
    """Return the median of the wall-clock seconds."""
    return median(run.wall for run in series.runs)


def tree_lines(measured: Measured) -> Iterator[str]:
    """Yield the results for one tree."""
    yield f"{measured.name}: {measured.files:,} Go files, {measured.size / _MEGABYTE:.1f} MB"
    noun = "process" if measured.processes == 1 else "processes"
    yield f"golint-conn uses {measured.processes} {noun}; {measured.passing:,} files pass its pre-filter"
    if measured.scanned is not None:
        yield f"ast-grep reads {measured.scanned:,} files, folders that golint-conn passes over included"
    yield ""
    series = measured.series
    yield from _table(("", "median s", "min", "max", "CPU s", "x floor", "ast-grep / it", "peak MB"), _rows(series))
    yield ""
    if WARM in series:
        yield f"warm / cold: {_ratio(series, WARM, COLD)}; one file changed / cold: {_ratio(series, CHANGED, COLD)}"
    else:
        yield "warm, one file changed: not available, as this golint-conn has no cache"
    yield from (f"DIFFERENT FINDINGS with the cache: {each}" for each in measured.different)
    if measured.parts:
        yield ""
        yield from _growth_lines(measured)


def startup_lines(series: Mapping[str, Series]) -> Iterator[str]:
    """Yield the times of a check of one small file, relative to an empty Python."""
    yield "One small file, the whole process:"
    empty = seconds(series["python -c pass"])
    rows = [
        (name, *(f"{1000 * each:.0f}" for each in _spread(one)), f"{seconds(one) / empty:.1f}")
        for name, one in series.items()
    ]
    yield from _table(("", "median ms", "min", "max", "x empty"), rows)


def _rows(series: Mapping[str, Series]) -> Iterator[tuple[str, ...]]:
    floor = seconds(series[FLOOR_NAME])
    ast_grep = series.get("ast-grep")
    for name, one in series.items():
        middle = seconds(one)
        yield (
            f"ours, {name}" if name in _OURS else name,
            *(f"{each:.2f}" for each in _spread(one)),
            f"{median(run.cpu for run in one.runs):.2f}",
            f"{middle / floor:.2f}",
            f"{seconds(ast_grep) / middle:.2f}" if ast_grep else "",
            f"{one.peak / _MEGABYTE:,.0f}" if one.peak is not None else "",
        )


def _growth_lines(measured: Measured) -> Iterator[str]:
    whole = (measured.size, measured.files, measured.series[FLOOR_NAME], measured.series[COLD], "whole")
    parts = [(each.size, each.files, each.floor, each.cold, f"1/{each.one_in}") for each in measured.parts]
    points = [*parts, whole]
    rows = [
        (name, f"{files:,}", f"{size / _MEGABYTE:.1f}", f"{seconds(floor):.2f}", f"{seconds(cold):.2f}",
         f"{seconds(cold) / seconds(floor):.2f}")
        for size, files, floor, cold, name in points
    ]  # fmt: skip
    yield from _table(("growth", "files", "MB", "floor s", "cold s", "x floor"), rows)
    sizes = [point[1] for point in points]
    if len(set(sizes)) > 1:
        for name, runs in (("floor", [point[2] for point in points]), ("cold", [point[3] for point in points])):
            power = _exponent(sizes, map(seconds, runs))
            yield f"{name}: time grows as the number of files to the power of {power:.2f}"


def _exponent(sizes: Iterable[int], times: Iterable[float]) -> float:
    """Return the slope of the line through the logarithms."""
    return linear_regression([log(size) for size in sizes], [log(time) for time in times]).slope


def _ratio(series: Mapping[str, Series], one: str, other: str) -> str:
    return f"{seconds(series[one]) / seconds(series[other]):.3f}"


def _spread(series: Series) -> tuple[float, float, float]:
    times = [run.wall for run in series.runs]
    return median(times), min(times), max(times)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    lines = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [
            line[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)),
        ]
        yield "  ".join(cells).rstrip()
