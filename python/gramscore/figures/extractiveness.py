"""The scores of how much of summaries is their articles', and the formula for them."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.registry import formula
from gramscore.figures.saved import check_means


class ExtractivenessScore(NamedTuple):
    """The mean over the examples."""

    score: float


@formula("extractiveness")
@dataclass(frozen=True)
class ExtractivenessFormula:
    """The mean of quotients."""

    def sums(self, stats: npt.NDArray[np.int64]) -> _core.CorpusSums:
        return _core.extract_sums(stats)

    def corpus_of(self, sums: _core.CorpusSums) -> ExtractivenessScore:
        return ExtractivenessScore(_core.mean_of_sums(sums))

    def check(self, sums: _core.CorpusSums) -> None:
        """Raises ValueError for sums that no examples have."""
        check_means([_core.mean_of_sums(sums)], sys.float_info.max)
