"""The per-example figures of a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from gramscore import Scores
    from gramscore.comparison import Comparison

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Values:
    """One figure of all systems, example by example.

    metric: what it is called. digits: how many to show.
    scores: float64 (N,) by system, the baseline's first.
    """

    metric: str
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
    """A metric each, in the comparison's order; where a metric has several figures, its F."""
    found: dict[str, Values] = {}
    for row in comparison.rows:
        if row.metric in found or row.figure not in ("score", "fmeasure"):
            continue
        scores = {name: _examples(by_metric, row.metric) for name, by_metric in comparison.scores.items()}
        digits = 4 if row.figure == "fmeasure" else 2
        found[row.metric] = Values(row.metric, digits, row.higher_is_better, scores)
    return list(found.values())


def _examples(by_metric: Mapping[str, Scores], metric: str) -> Floats:
    for name, scores in by_metric.items():
        examples: Any = scores.examples  # type: ignore[attr-defined]
        if isinstance(examples, Mapping):
            if metric in examples:
                fmeasure: Floats = examples[metric].fmeasure
                return fmeasure
        elif name == metric:
            return np.asarray(examples, np.float64)
    raise ValueError(f"comparison has rows of {metric!r}, but no scores of it")
