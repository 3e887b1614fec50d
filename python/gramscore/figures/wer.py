"""The error rates of a corpus, of words and of characters, and the formulas for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.registry import formula
from gramscore.figures.saved import counts_of
from gramscore.options.checks import check_number


class WerScore(NamedTuple):
    """The word error rate of a corpus, what it is made of, and its relatives, as jiwer defines them.

    score: edits by words of the references, also as `wer`. 0 is best; it may be over 1. Without any such word, the
        insertions.
    mer: match error rate: edits by edits and hits, 0..1.
    wil, wip: word information lost and preserved, 0..1 each.
    hits, substitutions, deletions, insertions: the steps of the alignments.
    """

    score: float
    mer: float
    wil: float
    wip: float
    hits: int
    substitutions: int
    deletions: int
    insertions: int

    @property
    def wer(self) -> float:
        return self.score


class CerScore(NamedTuple):
    """The same of characters: `score` is the character error rate, also as `cer`."""

    score: float
    mer: float
    wil: float
    wip: float
    hits: int
    substitutions: int
    deletions: int
    insertions: int

    @property
    def cer(self) -> float:
        return self.score


@dataclass(frozen=True)
class ErrorRateFormula:
    """Error rates from sums of hits, substitutions, deletions and insertions.

    weights: what a substitution, a deletion and an insertion count in the rate itself.
    """

    weights: tuple[float, float, float]

    score: ClassVar[Any]

    def sums(self, stats: npt.NDArray[np.int64]) -> _core.CorpusSums:
        return _core.column_sums(stats)

    def corpus_of(self, sums: _core.CorpusSums) -> Any:
        return self.score(*_core.error_rates_of_sums(sums, self.weights))

    def check(self, sums: _core.CorpusSums) -> None:
        """Raises ValueError for weights that the metrics refuse, and for other sums."""
        for index, weight in enumerate(self.weights):
            check_number(f"weights[{index}]", weight, 0)
        counts_of(sums)
        self.corpus_of(sums)

    def corpus(self, stats: npt.NDArray[np.int64]) -> Any:
        return self.corpus_of(self.sums(stats))


@formula("wer")
@dataclass(frozen=True)
class WerFormula(ErrorRateFormula):
    """The rates of words."""

    score: ClassVar[Any] = WerScore


@formula("cer")
@dataclass(frozen=True)
class CerFormula(ErrorRateFormula):
    """The rates of characters."""

    score: ClassVar[Any] = CerScore
