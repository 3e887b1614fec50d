"""GLEU's score of a corpus, and the formula for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.registry import formula
from gramscore.figures.saved import check_matches, counts_of


class GleuScore(NamedTuple):
    """GLEU of a corpus, 0..1, as the quotient of two sums over its examples."""

    score: float
    match: int
    total: int


@formula("gleu")
@dataclass(frozen=True)
class GleuFormula:
    """The corpus score of GLEU."""

    def corpus(self, stats: npt.NDArray[np.int64]) -> GleuScore:
        return GleuScore(*_core.gleu_corpus(stats))

    def sums(self, stats: npt.NDArray[np.int64]) -> _core.CorpusSums:
        return _core.column_sums(stats)

    def corpus_of(self, sums: _core.CorpusSums) -> GleuScore:
        return self.corpus(sums.whole())

    def check(self, sums: _core.CorpusSums) -> None:
        """Raises ValueError for sums that no texts have."""
        match, total = counts_of(sums)
        check_matches([match], [total])
