"""The RIBES of a corpus, and the formula for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from gramscore import _core
from gramscore.figures.means import MeanOfRows
from gramscore.figures.registry import formula


class RibesScore(NamedTuple):
    """The mean RIBES of the examples, 0..1."""

    score: float


@formula("ribes")
@dataclass(frozen=True)
class RibesFormula(MeanOfRows):
    """The mean of RIBES. alpha and beta: the exponents of precision and brevity."""

    alpha: float
    beta: float

    def rows(self) -> _core.RibesFormula:
        return _core.RibesFormula(self.alpha, self.beta)

    def corpus_of(self, sums: _core.CorpusSums) -> RibesScore:
        return RibesScore(*_core.means_of_sums(sums))
