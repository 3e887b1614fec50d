"""The per-example scores of a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from gramscore.comparing.compare import compared_metrics

if TYPE_CHECKING:
    from gramscore.comparing.comparison import Comparison

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Values:
    """One score of all systems, example by example.

    metric, figure: as the rows of the comparison have them. digits: how many to show.
    scores: float64 (N,) by system, the baseline's first.
    """

    metric: str
    figure: str
    digits: int
    higher_is_better: bool
    scores: Mapping[str, Floats]

    @property
    def baseline(self) -> Floats:
        return next(iter(self.scores.values()))

    def differences(self, system: str) -> Floats:
        """The system's score minus the baseline's."""
        return self.scores[system] - self.baseline


def values_of(comparison: Comparison) -> list[Values]:
    """A metric each, in the comparison's order; where a metric has several figures, its F if that is compared."""
    digits = comparison.digits
    found = []
    for metric in compared_metrics(comparison.scores, list({row.figure for row in comparison})):
        names = next(iter(metric.systems.values())).names
        chosen = max(metric.chosen, key=lambda k: names[k] in ("score", "fmeasure"))
        scores = {
            system: np.asarray(figures.examples()[chosen], np.float64)
            for system, figures in metric.systems.items()
        }
        found.append(Values(metric.name, names[chosen], digits[metric.name], metric.higher_is_better, scores))
    return found
