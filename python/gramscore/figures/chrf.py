"""chrF's score of a corpus, and the formula for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.registry import formula
from gramscore.figures.saved import check_matches, counts_of
from gramscore.options.checks import check_number


class ChrfScore(NamedTuple):
    """chrF of a corpus, 0..100, and what it was computed with."""

    score: float
    char_order: int
    word_order: int
    beta: int | float


@formula("chrf")
@dataclass(frozen=True)
class ChrfFormula:
    """What turns statistics, and their sums, into scores."""

    char_order: int
    word_order: int
    beta: int | float
    eps_smoothing: bool

    def examples(self, stats: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        return _core.chrf_scores(stats, self.beta, self.eps_smoothing)

    def corpus(self, stats: npt.NDArray[np.int64]) -> ChrfScore:
        score = _core.chrf_corpus(stats, self.beta, self.eps_smoothing)
        return ChrfScore(score, self.char_order, self.word_order, self.beta)

    def sums(self, stats: npt.NDArray[np.int64]) -> _core.CorpusSums:
        return _core.column_sums(stats)

    def corpus_of(self, sums: _core.CorpusSums) -> ChrfScore:
        return self.corpus(sums.whole())

    def check(self, sums: _core.CorpusSums) -> None:
        """Raises ValueError for sums that no texts have, or that are of other orders."""
        self.corpus_of(sums)
        counts = counts_of(sums)
        if min(self.char_order, self.word_order) < 0 or len(counts) != 3 * (
            self.char_order + self.word_order
        ):
            raise ValueError(f"there are {len(counts)} sums, not three for each order")
        check_number("beta", self.beta)
        check_matches(counts[2::3], counts[0::3])
        check_matches(counts[2::3], counts[1::3])
