"""Plots: counts over requests as a picture in SVG, readable on light and dark pages, without any dependency."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WIDTH, _HEIGHT = 640, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 84, 44, 48
_PAUSE = 46
"""The distance from the last request to the count after a pause."""
_LINE = 18
_TICKS = 5
# Okabe and Ito's colors, which are distinguishable with red-green color blindness; paler ones on a dark page.
_STYLE = """
text { font: 12px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #24292f }
.title { font-weight: 600; font-size: 13px }
.page { fill: #ffffff }
.axis { stroke: #57606a; fill: none }
.grid { stroke: #d0d7de; fill: none }
.curve { fill: none; stroke-width: 2.2; stroke-linejoin: round }
.curve.under { stroke-width: 6; stroke-opacity: 0.4 }
.wrong { stroke: #c4500a }
.right { stroke: #0868ac }
.other { stroke: #6e7781 }
.dot { stroke: none }
.dot.wrong { fill: #c4500a }
.dot.right { fill: #0868ac }
.dot.other { fill: #6e7781 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.page { fill: #0d1117 }
.axis { stroke: #8b949e }
.grid { stroke: #30363d }
.wrong { stroke: #ff9d5c }
.right { stroke: #6cb6ff }
.other { stroke: #a0a9b2 }
.dot.wrong { fill: #ff9d5c }
.dot.right { fill: #6cb6ff }
.dot.other { fill: #a0a9b2 }
}
"""
_DASHES = (' stroke-dasharray="7 4"', ' stroke-dasharray="2 3"', ' stroke-dasharray="10 3 2 3"')
_PLAIN = ""
_UNDER = "under"


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its counts over requests, and its count after a pause.

    `verdict` is wrong, right or other, and determines the color.
    """

    name: str
    verdict: str
    points: tuple[tuple[float, float], ...]
    afterwards: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: its title, the labels of its axes, and its lines."""

    title: str
    along: str
    upwards: str
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Maps counts and requests to positions in the picture."""

    most_x: float
    most_y: float
    top: float

    @property
    def right(self) -> float:
        return _WIDTH - _RIGHT

    @property
    def bottom(self) -> float:
        return _HEIGHT - _BOTTOM + self.top - _TOP

    def x(self, value: float) -> float:
        return _LEFT + value / self.most_x * (self.right - _LEFT)

    def y(self, value: float) -> float:
        return self.bottom - value / self.most_y * (self.bottom - self.top)


def ticks(most: float, count: int = _TICKS) -> list[int]:
    """Return round numbers from zero up to the first that is at least `most`.

    >>> ticks(100), ticks(7), ticks(0)
    ([0, 20, 40, 60, 80, 100], [0, 2, 4, 6, 8], [0, 1])
    """
    if most <= 1:
        return [0, 1]
    raw = most / count
    power = 10.0 ** math.floor(math.log10(raw))
    step = max(1, int(next(factor for factor in (1, 2, 5, 10) if factor * power >= raw) * power))
    return [step * each for each in range(math.ceil(most / step) + 1)]


def plot(chart: Chart) -> str:
    """Return the picture."""
    most_x = max((x for each in chart.series for x, _ in each.points), default=1) or 1
    highest = max((y for each in chart.series for y in (each.afterwards, *(y for _, y in each.points))), default=0)
    rising = ticks(highest)
    # The legend is between the title and the lines, so that it never hides one.
    scale = _Scale(most_x, rising[-1], _TOP + _LINE * len(chart.series))
    height = _HEIGHT + scale.top - _TOP
    size = f'viewBox="0 0 {_WIDTH} {height:g}" width="{_WIDTH}" height="{height:g}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(chart.title)}">',
        f"<style>{_STYLE}</style>",
        f'<rect class="page" width="{_WIDTH}" height="{height:g}"/>',
        _text(_LEFT, 24, chart.title, kind="title"),
        *_grid(scale, rising, [each for each in ticks(most_x) if each <= most_x]),
        *_labels(chart, scale),
    ]
    for at, (each, way) in enumerate(_told_apart(chart.series)):
        parts += _curve(each, way, scale)
        parts += _legend(each, way, 44 + at * _LINE)
    return "\n".join((*parts, "</svg>\n"))


def _told_apart(series: Sequence[Series]) -> Iterator[tuple[Series, str]]:
    """Yield each line with its style: of one color, the first is broad and pale, and the others are dashed on it."""
    counts = Counter(each.verdict for each in series)
    seen: Counter[str] = Counter()
    for each in series:
        at = seen[each.verdict]
        seen[each.verdict] += 1
        if counts[each.verdict] == 1:
            yield each, _PLAIN
        else:
            yield each, _DASHES[(at - 1) % len(_DASHES)] if at else _UNDER


def _grid(scale: _Scale, rising: Sequence[int], running: Sequence[int]) -> Iterator[str]:
    for value in rising:
        y = scale.y(value)
        yield f'<path class="grid" d="M{_LEFT} {y:.1f}H{scale.right + _PAUSE + 10:.1f}"/>'
        yield _text(_LEFT - 8, y + 4, f"{value:,}", anchor="end")
    for value in running:
        x = scale.x(value)
        yield f'<path class="axis" d="M{x:.1f} {scale.bottom:.1f}v5"/>'
        yield _text(x, scale.bottom + 19, f"{value:,}", anchor="middle")
    yield f'<path class="axis" d="M{_LEFT} {scale.top:.1f}V{scale.bottom:.1f}H{scale.right + _PAUSE + 10:.1f}"/>'


def _labels(chart: Chart, scale: _Scale) -> Iterator[str]:
    middle = (scale.top + scale.bottom) / 2
    yield _text((_LEFT + scale.right) / 2, scale.bottom + 38, chart.along, anchor="middle")
    yield _text(scale.right + _PAUSE, scale.bottom + 19, "after a", anchor="middle")
    yield _text(scale.right + _PAUSE, scale.bottom + 34, "pause", anchor="middle")
    yield (
        f'<text transform="translate(18 {middle:.1f}) rotate(-90)" text-anchor="middle">{escape(chart.upwards)}</text>'
    )


def _curve(series: Series, way: str, scale: _Scale) -> Iterator[str]:
    points = [(scale.x(x), scale.y(y)) for x, y in series.points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    end_x, end_y = scale.right + _PAUSE, scale.y(series.afterwards)
    yield f'<path {_drawn(series, way)} d="M{path}L{end_x:.1f} {end_y:.1f}"/>'
    yield f'<circle class="dot {series.verdict}" cx="{end_x:.1f}" cy="{end_y:.1f}" r="4"/>'


def _legend(series: Series, way: str, y: float) -> Iterator[str]:
    label = series.name if series.verdict == "other" else f"{series.verdict}: {series.name}"
    yield f'<path {_drawn(series, way)} d="M{_LEFT} {y - 4:.1f}h30"/>'
    yield _text(_LEFT + 38, y, label)


def _drawn(series: Series, way: str) -> str:
    if way == _UNDER:
        return f'class="curve {series.verdict} {_UNDER}"'
    return f'class="curve {series.verdict}"{way}'


def _text(x: float, y: float, text: str, *, anchor: str = "", kind: str = "") -> str:
    extra = f' text-anchor="{anchor}"' if anchor else ""
    extra += f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{extra}>{escape(text)}</text>'
