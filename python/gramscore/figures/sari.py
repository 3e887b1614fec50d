"""The SARI of a corpus, and the formulas for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.means import MeanOfRows
from gramscore.figures.registry import formula
from gramscore.figures.saved import check_matches, counts_of


class SariScore(NamedTuple):
    """SARI, and what it is the mean of: the scores of what is added, kept and deleted. All 0..100."""

    score: float
    add: float
    keep: float
    delete: float


@formula("sari")
@dataclass(frozen=True)
class SariFormula(MeanOfRows):
    """The mean of SARI. definition: one of those that are means over sentences."""

    definition: str

    most: ClassVar[float] = 100

    def rows(self) -> _core.SariFormula:
        return _core.SariFormula(self.definition)

    def corpus_of(self, sums: _core.CorpusSums) -> SariScore:
        return SariScore(*_core.means_of_sums(sums))


@formula("sari-of-counts")
@dataclass(frozen=True)
class PooledSariFormula:
    """SARI of the summed counts of all examples, as EASSE has it."""

    def rows(self) -> _core.SariFormula:
        """From a row to the scores of its example, a corpus of its own."""
        return _core.SariFormula("easse")

    def sums(self, stats: npt.NDArray[np.int64]) -> _core.CorpusSums:
        return _core.column_sums(stats)

    def corpus_of(self, sums: _core.CorpusSums) -> SariScore:
        return SariScore(*_core.sari_of_sums(sums))

    def check(self, sums: _core.CorpusSums) -> None:
        """Raises ValueError for sums that no texts have."""
        self.corpus_of(sums)
        counts_of(sums)
        for part in sums.whole().reshape(3, 3, -1).tolist():
            correct, *totals = part
            for total in totals:
                check_matches(correct, total)
