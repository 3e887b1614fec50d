"""The METEOR of a corpus, and the formula for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from gramscore import _core
from gramscore.figures.means import MeanOfRows
from gramscore.figures.registry import formula


class MeteorScore(NamedTuple):
    """The mean METEOR of the examples, 0..1."""

    score: float


@formula("meteor")
@dataclass(frozen=True)
class MeteorFormula(MeanOfRows):
    """The mean of METEOR. alpha: the weight of precision; beta and gamma: the exponent and weight of the penalty."""

    alpha: float
    beta: float
    gamma: float

    def rows(self) -> _core.MeteorFormula:
        return _core.MeteorFormula(self.alpha, self.beta, self.gamma)

    def corpus_of(self, sums: _core.CorpusSums) -> MeteorScore:
        return MeteorScore(*_core.means_of_sums(sums))
