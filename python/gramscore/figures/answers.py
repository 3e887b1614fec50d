"""The scores of a corpus of short answers, and the formulas for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.figures.registry import formula
from gramscore.figures.saved import check_means, counts_of


class ExactMatchScore(NamedTuple):
    """The share of predictions that are equal to a reference, 0..1, and their number."""

    score: float
    matches: int


class TokenF1Score(NamedTuple):
    """The mean F1 of the examples, 0..1."""

    score: float


class SimilarityScore(NamedTuple):
    """The mean similarity of the examples, 0..1."""

    score: float


@formula("exact-match")
@dataclass(frozen=True)
class ExactMatchFormula:
    """The share of matches."""

    def sums(self, stats: npt.NDArray[np.int64]) -> _core.CorpusSums:
        return _core.column_sums(stats)

    def corpus_of(self, sums: _core.CorpusSums) -> ExactMatchScore:
        (matches,) = sums.whole()[0].tolist()
        return ExactMatchScore(matches / sums.examples(), matches)

    def check(self, sums: _core.CorpusSums) -> None:
        """Raises ValueError for sums that no examples have."""
        counts_of(sums)
        if self.corpus_of(sums).score > 1:
            raise ValueError("there are more matches than examples")


@formula("token-f1")
@dataclass(frozen=True)
class TokenF1Formula:
    """The mean of F1."""

    def sums(self, stats: npt.NDArray[np.int64]) -> _core.CorpusSums:
        return _core.token_f1_sums(stats)

    def corpus_of(self, sums: _core.CorpusSums) -> TokenF1Score:
        return TokenF1Score(_core.mean_of_sums(sums))

    def check(self, sums: _core.CorpusSums) -> None:
        """Raises ValueError for sums that no examples have."""
        check_means([_core.mean_of_sums(sums)], 1)


@formula("edit-similarity")
@dataclass(frozen=True)
class SimilarityFormula:
    """The mean similarity. threshold: a distance from which on a similarity is 0."""

    threshold: float

    def sums(self, stats: npt.NDArray[np.int64]) -> _core.CorpusSums:
        return _core.similarity_sums(stats, self.threshold)

    def corpus_of(self, sums: _core.CorpusSums) -> SimilarityScore:
        return SimilarityScore(_core.mean_of_sums(sums))

    def check(self, sums: _core.CorpusSums) -> None:
        """Raises ValueError for sums that no examples have."""
        check_means([_core.mean_of_sums(sums)], 1)
