"""What the charts draw: across in percent of the width there is, down in pixels, so that text keeps its size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from gramscore.report.values import Floats, Values

if TYPE_CHECKING:
    from gramscore.comparing.comparison import ComparisonRow


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Scale:
    """A linear scale: values from `low` to `high` become coordinates from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 2)

    def ticks(self, about: int = 5, *, least: float = 0.0) -> list[Tick]:
        """Round values with their labels, up to `about` of them and at least `least` apart."""
        step = 10.0 ** np.floor(np.log10((self.high - self.low) / about))
        step *= next(k for k in (1, 2, 5, 10) if (self.high - self.low) / (k * step) <= about)
        step = max(step, least)
        digits = max(0, -int(np.floor(np.log10(step))))
        first, last = int(np.ceil(self.low / step)), int(np.floor(self.high / step))
        return [Tick(self(k * step), f"{k * step:,.{digits}f}") for k in range(first, last + 1)]


def scale(values: Sequence[float], start: float, end: float, *, room: float = 0.05) -> Scale:
    """A scale that has all values on it, and some room."""
    low, high = min(values), max(values)
    if low == high:
        low, high = low - (abs(low) or 1) / 2, high + (abs(high) or 1) / 2
    margin = room * (high - low)
    return Scale(low - margin, high + margin, start, end)


@dataclass(frozen=True)
class ForestLine:
    row: ComparisonRow
    low: float
    at: float
    high: float
    estimate: str
    interval: str


@dataclass(frozen=True)
class Forest:
    """The differences of one metric, each a point with its interval, around zero."""

    metric: str
    zero: float
    ticks: Sequence[Tick]
    lines: Sequence[ForestLine]


def forest(metric: str, rows: Sequence[ComparisonRow], digits: int) -> Forest:
    """Of the rows of one metric and score."""
    compared = [(row, row.difference) for row in rows if row.difference is not None]
    x = scale([0, *(bound for _, it in compared for bound in (it.low, it.high, it.estimate))], 0, 100)
    lines = [
        ForestLine(
            row,
            x(it.low),
            x(it.estimate),
            x(it.high),
            f"{it.estimate:+.{digits}f}",
            f"{it.low:+.{digits}f} to {it.high:+.{digits}f}",
        )
        for row, it in compared
    ]
    return Forest(metric, x(0), x.ticks(4), lines)


@dataclass(frozen=True)
class Bar:
    x: float
    width: float
    y: float
    height: float
    kind: str
    label: str


@dataclass(frozen=True)
class Histogram:
    """How many examples differ by how much from the baseline's."""

    system: str
    bars: Sequence[Bar]
    equal: int


@dataclass(frozen=True)
class Histograms:
    """Those of one metric, on the same scales, so that systems can be compared."""

    metric: str
    height: int
    zero: float
    ticks: Sequence[Tick]
    levels: Sequence[Tick]
    charts: Sequence[Histogram]


_BINS = 40  # even, so that one bound is at zero


def histograms(values: Values, systems: Sequence[str]) -> Histograms:
    """Differences that are exactly zero are counted apart: in most corpora there are many."""
    found = {system: values.differences(system) for system in systems}
    found = {system: it[np.isfinite(it)] for system, it in found.items()}
    widest = max((float(np.abs(it).max()) for it in found.values() if len(it)), default=0.0) or 1.0
    counted = {
        system: np.histogram(it[it != 0], bins=_BINS, range=(-widest, widest)) for system, it in found.items()
    }
    height = 150
    x = Scale(-widest, widest, 0, 100)
    y = Scale(0, max(1, *(int(counts.max()) for counts, _ in counted.values())), height, 4)
    charts = []
    for system, (counts, bounds) in counted.items():
        bars = [
            _bar(values, x, y, count, low, high)
            for count, (low, high) in zip(counts.tolist(), pairwise(bounds.tolist()), strict=True)
            if count
        ]
        charts.append(Histogram(system, bars, int(np.count_nonzero(found[system] == 0))))
    return Histograms(values.metric, height, x(0), x.ticks(4), y.ticks(4, least=1), charts)


def _bar(values: Values, x: Scale, y: Scale, count: int, low: float, high: float) -> Bar:
    return Bar(
        x(low),
        round(x(high) - x(low), 2),
        y(count),
        round(y.start - y(count), 2),
        "better" if (low + high > 0) == values.higher_is_better else "worse",
        f"{low:+.{values.digits}f} to {high:+.{values.digits}f}: {count:,} example{'' if count == 1 else 's'}",
    )


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Line:
    index: int
    points: Sequence[Point]

    @property
    def segments(self) -> Sequence[tuple[Point, Point]]:
        return list(pairwise(self.points))


@dataclass(frozen=True)
class LengthChart:
    """Mean scores by the length of the reference, in groups of equally many examples."""

    metric: str
    height: int
    lines: Sequence[Line]
    ticks: Sequence[Tick]
    levels: Sequence[Tick]


_GROUPS = 10


def by_length(values: Values, lengths: Floats) -> LengthChart | None:
    """None if all references are of one length."""
    order = np.argsort(lengths, kind="stable")
    groups = [it for it in np.array_split(order, min(_GROUPS, len(order))) if len(it)]
    middles = [float(np.median(lengths[group])) for group in groups]
    if len(set(middles)) < 2:
        return None
    means = {
        system: [
            float(np.nanmean(found[group])) if np.isfinite(found[group]).any() else 0.0 for group in groups
        ]
        for system, found in values.scores.items()
    }
    height = 200
    x = scale(middles, 0, 100)
    y = scale([mean for found in means.values() for mean in found], height, 0, room=0.1)
    lines = []
    for index, (system, found) in enumerate(means.items()):
        points = [
            Point(
                x(middle),
                y(mean),
                f"{system}: {mean:.{values.digits}f} at {int(lengths[group].min())} to "
                f"{int(lengths[group].max())} characters, {len(group):,} example{'' if len(group) == 1 else 's'}",
            )
            for middle, mean, group in zip(middles, found, groups, strict=True)
        ]
        lines.append(Line(index, points))
    return LengthChart(values.metric, height, lines, x.ticks(), y.ticks())
