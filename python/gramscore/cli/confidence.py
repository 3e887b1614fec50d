"""Intervals of the scores of a corpus and of its groups, for which the statistics of all examples are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click
import numpy as np
import numpy.typing as npt

from gramscore.resampling.intervals import Interval

Bounds = dict[str, dict[str, float]]


class Kept:
    """Scores of all batches, and the groups of their examples."""

    def __init__(self, level: float, samples: int, seed: int, threads: int | None) -> None:
        self._options = {"level": level, "samples": samples, "seed": seed, "threads": threads}
        self._scores: dict[str, list[Any]] = {}
        self._groups: list[npt.NDArray[np.uint32]] = []

    def add(self, scores: Mapping[str, Any], groups: npt.NDArray[np.uint32] | None) -> None:
        for family, found in scores.items():
            self._scores.setdefault(family, []).append(found)
        if groups is not None:
            self._groups.append(groups)

    def whole(self) -> dict[str, Bounds]:
        """By family and metric the bounds of each score, as `fmeasure_low` and `fmeasure_high`."""
        return {family: self._bounds(family, self._joined(family)) for family in self._scores}

    def of_groups(self) -> dict[str, list[Bounds]]:
        """The same of each group, by number; nothing of groups of one example."""
        numbers = np.concatenate(self._groups)
        order = np.argsort(numbers, kind="stable")
        rows = np.split(order, np.cumsum(np.bincount(numbers))[:-1])
        found: dict[str, list[Bounds]] = {}
        for family in self._scores:
            joined = self._joined(family)
            found[family] = [
                self._bounds(family, joined._of_rows(own)) if len(own) > 1 else {} for own in rows
            ]
        return found

    def _joined(self, family: str) -> Any:
        parts = self._scores[family]
        if len(parts) > 1:
            self._scores[family] = parts = [
                parts[0]._with_stats(np.concatenate([part.stats for part in parts]))
            ]
        return parts[0]

    def _bounds(self, family: str, scores: Any) -> Bounds:
        try:
            found = scores.confidence(**self._options)
        except ValueError as error:
            raise click.UsageError(f"--confidence: {error}") from None
        by_metric = found if isinstance(found, Mapping) else {family: found}
        return {
            metric: {
                f"{name}_{bound}": getattr(interval, bound)
                for name, interval in _intervals(one).items()
                for bound in ("low", "high")
            }
            for metric, one in by_metric.items()
        }


def _intervals(found: Any) -> dict[str, Any]:
    return {"score": found} if isinstance(found, Interval) else dict(found._asdict())
