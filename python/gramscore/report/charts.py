"""What the charts draw, in the coordinates of their SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gramscore.report.values import Floats, Values

if TYPE_CHECKING:
    from gramscore.comparison import ComparisonRow


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

    def ticks(self, about: int = 5) -> list[tuple[float, str]]:
        """Round values with their labels."""
        step = 10.0 ** np.floor(np.log10((self.high - self.low) / about))
        step *= next(k for k in (1, 2, 5, 10) if (self.high - self.low) / (k * step) <= about)
        digits = max(0, -int(np.floor(np.log10(step))))
        first, last = int(np.ceil(self.low / step)), int(np.floor(self.high / step))
        return [(self(k * step), f"{k * step:.{digits}f}") for k in range(first, last + 1)]


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
    y: float
    low: float
    at: float
    high: float
    label: str


@dataclass(frozen=True)
class Forest:
    """The differences of one metric, each a point with its interval, around zero."""

    metric: str
    width: int
    height: int
    left: int
    zero: float
    ticks: Sequence[tuple[float, str]]
    lines: Sequence[ForestLine]


def forest(metric: str, rows: Sequence[ComparisonRow], digits: int) -> Forest | None:
    """Of the rows of one metric and figure; None if there is nothing to compare."""
    compared = [(row, row.difference) for row in rows if row.difference is not None]
    if not compared:
        return None
    width, left, right, step = 640, 150, 24, 34
    x = scale(
        [0, *(bound for _, it in compared for bound in (it.low, it.high, it.estimate))], left, width - right
    )
    lines = [
        ForestLine(
            row,
            step * (at + 0.5) + 6,
            x(it.low),
            x(it.estimate),
            x(it.high),
            f"{it.estimate:+.{digits}f} [{it.low:+.{digits}f}, {it.high:+.{digits}f}]",
        )
        for at, (row, it) in enumerate(compared)
    ]
    return Forest(metric, width, step * len(lines) + 40, left, x(0), x.ticks(), lines)


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    kind: str
    label: str


@dataclass(frozen=True)
class Histogram:
    """How many examples differ by how much."""

    metric: str
    system: str
    width: int
    height: int
    bottom: float
    zero: float
    bars: Sequence[Bar]
    ticks: Sequence[tuple[float, str]]
    levels: Sequence[tuple[float, str]]
    equal: int
    most: int


_BINS = 41  # odd, so that no bound is at zero


def histogram(values: Values, system: str) -> Histogram:
    """Differences that are exactly zero are counted apart: in most corpora there are many."""
    differences = values.differences(system)
    differences = differences[np.isfinite(differences)]
    changed = differences[differences != 0]
    widest = float(np.abs(changed).max()) if len(changed) else 1.0
    counts, bounds = np.histogram(changed, bins=_BINS - 1, range=(-widest, widest))
    width, height, left, right, top, bottom = 640, 240, 52, 12, 12, 36
    x = Scale(-widest, widest, left, width - right)
    most = max(1, int(counts.max()))
    y = Scale(0, most, height - bottom, top)
    better = 1 if values.higher_is_better else -1
    bars = [
        Bar(
            x(low) + 0.5,
            y(count),
            round(x(high) - x(low) - 1, 2),
            round(height - bottom - y(count), 2),
            "better" if (low + high) * better > 0 else "worse",
            f"{low:+.{values.digits}f} to {high:+.{values.digits}f}: {count:,} examples",
        )
        for count, low, high in zip(counts.tolist(), bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
        if count
    ]
    levels = [(at, label) for at, label in y.ticks(4) if "." not in label]
    return Histogram(
        values.metric,
        system,
        width,
        height,
        height - bottom,
        x(0),
        bars,
        x.ticks(),
        levels,
        len(differences) - len(changed),
        most,
    )


@dataclass(frozen=True)
class Line:
    system: str
    index: int
    path: str
    points: Sequence[tuple[float, float, str]]


@dataclass(frozen=True)
class LengthChart:
    """Mean scores by the length of the reference, in groups of equally many examples."""

    metric: str
    width: int
    height: int
    bottom: float
    lines: Sequence[Line]
    ticks: Sequence[tuple[float, str]]
    levels: Sequence[tuple[float, str]]


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
    width, height, left, right, top, bottom = 640, 280, 52, 16, 12, 36
    x = scale(middles, left, width - right)
    y = scale([mean for found in means.values() for mean in found], height - bottom, top, room=0.1)
    lines = []
    for index, (system, found) in enumerate(means.items()):
        points = [
            (
                x(middle),
                y(mean),
                f"{system}: {mean:.{values.digits}f} at {int(lengths[group].min())} to "
                f"{int(lengths[group].max())} characters, {len(group):,} examples",
            )
            for middle, mean, group in zip(middles, found, groups, strict=True)
        ]
        path = " ".join(f"{'L' if at else 'M'}{px} {py}" for at, (px, py, _) in enumerate(points))
        lines.append(Line(system, index, path, points))
    return LengthChart(values.metric, width, height, height - bottom, lines, x.ticks(), y.ticks(4))
