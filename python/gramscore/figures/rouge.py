"""ROUGE's scores: precision, recall and F, and their means over a corpus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.registry import formula
from gramscore.figures.saved import check_means
from gramscore.resampling.intervals import Interval


class RougeScore(NamedTuple):
    """Precision, recall and F, each 0..1."""

    precision: float
    recall: float
    fmeasure: float


class RougeIntervals(NamedTuple):
    """Intervals for the means of precision, recall and F."""

    precision: Interval
    recall: Interval
    fmeasure: Interval


_T = TypeVar("_T")


class ByType(dict[str, _T]):
    """What scores hold for each ROUGE type; the error for another one lists these."""

    def __missing__(self, name: object) -> _T:
        raise KeyError(f"no {name!r} in these scores: they hold {', '.join(self)}")


@formula("rouge")
@dataclass(frozen=True)
class RougeMeans:
    """The corpus score of ROUGE: means."""

    types: tuple[str, ...]

    def sums(self, stats: npt.NDArray[np.int64]) -> _core.CorpusSums:
        return _core.rouge_sums(stats)

    def corpus_of(self, sums: _core.CorpusSums) -> dict[str, RougeScore]:
        return ByType(_core.rouge_means_of_sums(sums, self.types, RougeScore))

    def check(self, sums: _core.CorpusSums) -> None:
        """Raises ValueError for sums that no examples have."""
        if sums.whole().size:
            raise ValueError("there are sums that ROUGE has not")
        check_means([mean for score in self.corpus_of(sums).values() for mean in score], 1)
