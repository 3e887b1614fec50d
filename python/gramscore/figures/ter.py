"""TER's score of a corpus, and the formula for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.registry import formula


class TerScore(NamedTuple):
    """TER of a corpus: edits in percent of the reference length, the edits, and the length.

    The length is the sum of the average lengths, in words, of each example's references. The score may be over
    100: 0 is best.
    """

    score: float
    num_edits: int
    ref_length: float


@formula("ter")
@dataclass(frozen=True)
class TerFormula:
    """The corpus score of TER, from sums that do not depend on the order of examples."""

    def sums(self, stats: npt.NDArray[np.int64]) -> _core.CorpusSums:
        return _core.ter_sums(stats)

    def corpus_of(self, sums: _core.CorpusSums) -> TerScore:
        return TerScore(*_core.ter_corpus_of_sums(sums))

    def check(self, sums: _core.CorpusSums) -> None:
        """Raises ValueError for sums that no texts have."""
        if not math.isfinite(self.corpus_of(sums).ref_length):
            raise ValueError("the length of the references is no number")
