"""The EED of a corpus, and the formula for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from gramscore import _core
from gramscore.figures.means import MeanOfRows
from gramscore.figures.registry import formula


class EEDScore(NamedTuple):
    """The mean EED of the examples, 0 (best)..1."""

    score: float


@formula("eed")
@dataclass(frozen=True)
class EEDFormula(MeanOfRows):
    """The mean of EED. rho: what it costs to cover a place once more, or not at all."""

    rho: float

    def rows(self) -> _core.EedFormula:
        return _core.EedFormula(self.rho)

    def corpus_of(self, sums: _core.CorpusSums) -> EEDScore:
        return EEDScore(*_core.means_of_sums(sums))
