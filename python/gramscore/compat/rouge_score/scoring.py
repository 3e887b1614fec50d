"""Scores, and intervals for their means."""

from __future__ import annotations

import abc
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gramscore import _core

_Floats = npt.NDArray[np.float64]

# So many floats are drawn at a time.
_BLOCK = 1 << 18


class Score(NamedTuple):
    """Precision, recall and F."""

    precision: float
    recall: float
    fmeasure: float


class AggregateScore(NamedTuple):
    """Lower bound, median and upper bound of a mean score."""

    low: Any
    mid: Any
    high: Any


class BaseScorer(abc.ABC):
    """What a scorer must offer: a method score()."""

    @abc.abstractmethod
    def score(self, target: Any, prediction: Any) -> dict[str, Score]:
        """The scores of a prediction against a target, by type."""


class BootstrapAggregator:
    """Confidence intervals for mean scores, by resampling with NumPy's global generator (np.random.seed).

    confidence_interval: the share of resampled means inside the interval, 0..1.
    n_samples: how many resamples are drawn.

    Types are processed in the order in which they first came, from one stream of random numbers.
    """

    def __init__(self, confidence_interval: float = 0.95, n_samples: int = 1000) -> None:
        if confidence_interval < 0 or confidence_interval > 1:
            raise ValueError(f"confidence_interval is {confidence_interval}: it must lie between 0 and 1")
        if n_samples <= 0:
            raise ValueError(f"n_samples is {n_samples}: at least 1 is needed")
        self._n_samples = n_samples
        self._confidence_interval = confidence_interval
        self._scores: defaultdict[str, list[Any]] = defaultdict(list)

    def add_scores(self, scores: Mapping[str, Any]) -> None:
        """Adds the scores of one example: a named tuple by type, as RougeScorer.score() returns them."""
        for score_type, score in scores.items():
            self._scores[score_type].append(score)

    def aggregate(self) -> dict[str, AggregateScore]:
        """The interval for each type that was added."""
        result = {}
        for score_type, scores in self._scores.items():
            bounds = self._bootstrap_resample(_matrix(scores))
            kind = type(scores[0])
            result[score_type] = AggregateScore(*(kind(*bound) for bound in bounds))
        return result

    def _bootstrap_resample(self, matrix: npt.NDArray[Any]) -> _Floats:
        """The three bounds, a row each, for a matrix of (example, measure)."""
        delta = (1 - self._confidence_interval) / 2
        quantiles = 100 * np.array([delta, 0.5, 1 - delta])
        means = _resampled_means(matrix, self._n_samples)
        return np.asarray(np.percentile(means, quantiles, axis=0))


def _matrix(scores: Sequence[Any]) -> npt.NDArray[Any]:
    """A row for each score."""
    if all(isinstance(it, tuple) for it in scores) and set(map(len, scores)) == {len(scores[0])}:
        numbers = list(chain.from_iterable(scores))
        if set(map(type, numbers)) <= {float, np.float64}:
            return np.array(numbers, dtype=np.float64).reshape(len(scores), -1)
    return np.vstack(tuple(scores))


def _resampled_means(matrix: npt.NDArray[Any], n_samples: int) -> _Floats:
    """Column means of `n_samples` resamples of the rows.

    The random numbers are those of np.random.choice(np.arange(n), size=n), sample after sample, and each sum
    adds its rows in the order drawn, as np.mean(matrix[drawn], axis=0) does.
    """
    state: Any = np.random.get_state(legacy=False)
    of_numbers = matrix.dtype.kind in "biuf" and matrix.shape[1] > 1  # a single column NumPy adds up in pairs
    if state["bit_generator"] != "MT19937" or not of_numbers:
        return _means_by_numpy(matrix, n_samples)
    generator = state["state"]
    numbers = _core.LegacyNumbers.of_state(generator["key"], generator["pos"])
    means = numbers.resampled_means(list(np.array(matrix.T, dtype=np.float64, order="C")), n_samples)
    generator["key"], generator["pos"] = numbers.state()
    np.random.set_state(state)
    return means


def _means_by_numpy(matrix: npt.NDArray[Any], n_samples: int) -> _Floats:
    """The same with any generator that NumPy has been given, and any numbers."""
    n, measures = matrix.shape
    means = np.empty((n_samples, measures))
    step = max(1, _BLOCK // (n * measures))
    for begin in range(0, n_samples, step):
        block = means[begin : begin + step]
        drawn = np.random.randint(0, n, size=(len(block), n))
        # Samples side by side and draws below each other: the sum over draws is one long sum of rows.
        np.divide(np.add.reduce(matrix[drawn.T], axis=0, dtype=np.float64), n, out=block)
    return means


def fmeasure(precision: float, recall: float) -> float:
    """The harmonic mean of precision and recall, 0.0 if both are 0."""
    if precision + recall > 0:
        return 2 * precision * recall / (precision + recall)
    return 0.0
