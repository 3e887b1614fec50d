"""The GLEU of corrections of a corpus, and the formula for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.registry import formula
from gramscore.figures.saved import check_matches, counts_of


class GecGleuScore(NamedTuple):
    """GLEU of corrections, 0..1."""

    score: float


@formula("gec-gleu")
@dataclass(frozen=True)
class GecGleuFormula:
    """The score of summed statistics of one reference each."""

    def sums(self, stats: npt.NDArray[np.int64]) -> _core.CorpusSums:
        return _core.column_sums(stats)

    def corpus_of(self, sums: _core.CorpusSums) -> GecGleuScore:
        return GecGleuScore(float(_core.gec_gleu_scores(np.ascontiguousarray(sums.whole()), False)[0, 0]))

    def check(self, sums: _core.CorpusSums) -> None:
        """Raises ValueError for sums that no texts have."""
        self.corpus_of(sums)
        _, _, *counts = counts_of(sums)
        if len(counts) != 8:
            raise ValueError("there are sums of several references")
        check_matches(counts[0::2], counts[1::2])
