"""The Jaccard index of a corpus, and the formula for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from gramscore import _core
from gramscore.figures.means import MeanOfRows
from gramscore.figures.registry import formula


class JaccardScore(NamedTuple):
    """The mean Jaccard index of the examples, 0..1."""

    score: float


@formula("jaccard")
@dataclass(frozen=True)
class JaccardFormula(MeanOfRows):
    """The mean of Jaccard indices."""

    def rows(self) -> _core.JaccardFormula:
        return _core.JaccardFormula()

    def corpus_of(self, sums: _core.CorpusSums) -> JaccardScore:
        return JaccardScore(*_core.means_of_sums(sums))
