"""Confidence intervals and paired significance tests, with sacrebleu's random numbers."""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gramscore import _core
from gramscore.compat.sacrebleu.metrics.base import Metric, Signature, Streams
from gramscore.compat.sacrebleu.metrics.base import Score as Score
from gramscore.compat.sacrebleu.metrics.core_metric import CoreMetric
from gramscore.compat.sacrebleu.resamples import (
    bootstrap_resample,
    core_generator,
    in_singles,
    scores_of_draws,
)
from gramscore.compat.sacrebleu.resamples import seed as _seed_of_environment

_bootstrap_resample = bootstrap_resample  # as it is called here

IS_WINDOWS = os.name == "nt"

sacrelogger = logging.getLogger("sacrebleu")

_Scores = npt.NDArray[Any]


class Result:
    """The score of a system; beside it, if they were computed, the p-value of its difference from the baseline, and
    the mean and half the width of the 95% interval of resampled scores."""

    def __init__(
        self,
        score: float,
        p_value: float | None = None,
        mean: float | None = None,
        ci: float | None = None,
    ) -> None:
        self.score = score
        self.p_value = p_value
        self.mean = mean
        self.ci = ci

    def __repr__(self) -> str:
        return ",".join(f"{name}={value!s}" for name, value in vars(self).items())


def estimate_ci(scores: _Scores) -> tuple[float, float]:
    """The mean of the scores of resamples, and half the width of the interval that holds 95% of them."""
    ordered = np.sort(scores)
    outside = len(ordered) // 40
    return ordered.mean(), 0.5 * (ordered[len(ordered) - outside - 1] - ordered[outside])


def _compute_p_value(stats: _Scores, real_difference: float) -> float:
    """The share of resampled differences above the real one, which counts as one of them."""
    return float((np.count_nonzero(stats > real_difference) + 1) / (len(stats) + 1))


class _System:
    """The statistics of a system by one metric: the core's rows where the core can go on with them."""

    def __init__(self, stats: Any, metric: Metric) -> None:
        self.stats = stats
        self.metric = metric
        own = isinstance(metric, CoreMetric) and isinstance(stats, np.ndarray)
        self.formula: _core.ScoreOfSums | None = metric._formula() if own else None  # type: ignore[attr-defined]

    @classmethod
    def measured(cls, metric: Metric, hypotheses: Sequence[str], references: Streams | None) -> _System:
        if isinstance(metric, CoreMetric):
            return cls(metric._measured(hypotheses, references), metric)
        return cls(metric._extract_corpus_statistics(hypotheses, references), metric)

    def score(self) -> Any:
        if isinstance(self.metric, CoreMetric):
            return self.metric._score_of(self.stats)
        return self.metric._aggregate_and_compute(self.stats)

    def lists(self) -> Any:
        """The rows as sacrebleu has them."""
        if isinstance(self.metric, CoreMetric) and isinstance(self.stats, np.ndarray):
            return self.metric._lists(self.stats)
        return self.stats

    def bootstrap(self, generator: np.random.Generator, samples: int) -> _Scores:
        """The scores of resamples that a generator draws."""
        if self.formula is not None:
            return self.formula.bootstrap(self.stats, core_generator(generator), samples)
        rows = in_singles(self.lists())
        draws = generator.choice(len(rows), size=(samples, len(rows)), replace=True)
        return np.array([score.score for score in scores_of_draws(rows, self.metric, draws)])


def _swapped_scores(
    first: _System, second: _System, generator: np.random.Generator, trials: int, draws: int
) -> tuple[_Scores, _Scores, _Scores]:
    """The scores of two systems whose statistics are exchanged at random, then those of resamples of the second."""
    if first.formula is not None and second.formula is not None:
        numbers = core_generator(generator)
        swapped = second.formula.swap(first.stats, second.stats, numbers, trials)
        drawn = second.formula.bootstrap(second.stats, numbers, draws) if draws > 0 else np.empty(0)
        return (*swapped, drawn)
    metric, one, other = second.metric, first.lists(), second.lists()
    chosen = generator.integers(2, size=(trials, len(other)), dtype=bool)
    mixed = (chosen @ one + ~chosen @ other, ~chosen @ one + chosen @ other)
    scores = [np.array([metric._aggregate_and_compute(sums).score for sums in it[:, None]]) for it in mixed]
    return scores[0], scores[1], second.bootstrap(generator, draws) if draws > 0 else np.empty(0)


def _paired_ar_test(
    baseline_info: Mapping[str, tuple[Any, Result]],
    sys_name: str,
    hypotheses: Sequence[str],
    references: Streams | None,
    metrics: Mapping[str, Metric],
    n_samples: int = 10000,
    n_ar_confidence: int = -1,
    seed: int | None = None,
) -> tuple[str, dict[str, Result]]:
    """Approximate randomization of a system and the baseline: the system's name and its results by metric.

    baseline_info: by metric the baseline's statistics and result.
    """
    start = np.random.default_rng(seed).bit_generator.state  # the same random numbers for every metric
    results = {}
    for name, metric in metrics.items():
        stats, baseline = baseline_info[name]
        system = _System.measured(metric, hypotheses, references)
        score = system.score()
        first, second, drawn = _swapped_scores(
            _System(stats, metric), system, _generator(start), n_samples, n_ar_confidence
        )
        p = _compute_p_value(np.abs(first - second), abs(baseline.score - score.score))
        results[name] = Result(score.score, p)
        if n_ar_confidence > 0:
            results[name].mean, results[name].ci = estimate_ci(drawn)
    return sys_name, results


def _paired_bs_test(
    baseline_info: Mapping[str, tuple[Any, Result]],
    sys_name: str,
    hypotheses: Sequence[str],
    references: Streams | None,
    metrics: Mapping[str, Metric],
    n_samples: int = 1000,
    n_ar_confidence: int = -1,
    seed: int | None = None,
) -> tuple[str, dict[str, Result]]:
    """The paired bootstrap of a system and the baseline: the system's name and its results by metric.

    baseline_info: by metric the baseline's statistics and result.
    """
    start = np.random.default_rng(seed).bit_generator.state  # the same random numbers for every metric
    results = {}
    for name, metric in metrics.items():
        stats, baseline = baseline_info[name]
        system = _System.measured(metric, hypotheses, references)
        score = system.score()
        of_baseline = _System(stats, metric).bootstrap(_generator(start), n_samples)
        scores = system.bootstrap(_generator(start), n_samples)
        mean, ci = estimate_ci(scores)
        differences = np.abs(scores - of_baseline)
        p = _compute_p_value(differences - differences.mean(), abs(baseline.score - score.score))
        results[name] = Result(score.score, p, mean, ci)
    return sys_name, results


def _generator(state: Any) -> np.random.Generator:
    generator = np.random.default_rng(0)
    generator.bit_generator.state = state
    return generator


class PairedTest:
    """Whether systems differ from a baseline, the first of them, by more than chance.

    named_systems: pairs of a name and a list of hypotheses.
    metrics: metrics by name.
    references: streams, or None if the metrics keep them.
    test_type: "ar" for approximate randomization, "bs" for the paired bootstrap.
    n_samples: trials or resamples; 0 stands for 10,000 or 1000.
    n_ar_confidence: with "ar", so many resamples give intervals too; 0 stands for 1000, -1 for none.
    n_jobs: kept; one process does all.

    Calling it runs the test and returns the signatures and the results, both by the metrics' names.
    """

    _DEFAULT_SAMPLES: Mapping[str, int] = {"ar": 10000, "bs": 1000}

    def __init__(
        self,
        named_systems: Sequence[tuple[str, Sequence[str]]],
        metrics: Mapping[str, Metric],
        references: Streams | None,
        test_type: str = "ar",
        n_samples: int = 0,
        n_ar_confidence: int = -1,
        n_jobs: int = 1,
    ) -> None:
        assert test_type in self._DEFAULT_SAMPLES, f"unknown test type {test_type!r}"
        self.test_type = test_type
        self._fn = _paired_ar_test if test_type == "ar" else _paired_bs_test
        self.named_systems = named_systems
        self.references = references
        self.n_systems = len(named_systems) - 1
        self.n_jobs = n_jobs
        if IS_WINDOWS:
            self.n_jobs = 1
        elif n_jobs == 0:
            half = multiprocessing.cpu_count() // 2
            self.n_jobs = min(half, self.n_systems) if half else 1
        self.n_samples = n_samples if n_samples > 0 else self._DEFAULT_SAMPLES[test_type]
        self.n_ar_confidence = n_ar_confidence if n_ar_confidence != 0 else self._DEFAULT_SAMPLES["bs"]
        _, self._seed = _seed_of_environment()
        self.metrics: dict[str, Metric] = {}
        self._signatures: dict[str, Signature] = {}
        self._baseline_info: dict[str, tuple[Any, Result]] = {}
        for metric in metrics.values():
            self._score_baseline(metric)

    def _score_baseline(self, metric: Metric) -> None:
        baseline = _System.measured(metric, self.named_systems[0][1], self.references)
        score = baseline.score()
        result = Result(score.score)
        resamples = self.n_samples if self.test_type == "bs" else self.n_ar_confidence
        if resamples > 0:
            generator = np.random.default_rng(_seed_of_environment()[1])
            result.mean, result.ci = estimate_ci(baseline.bootstrap(generator, resamples))
        signature = metric.get_signature()
        signature.update("seed", str(self._seed).lower())
        signature.update(self.test_type, self.n_samples)
        if self.n_ar_confidence > 0:
            signature.update("bs", self.n_ar_confidence)
        self.metrics[score.name] = metric
        self._baseline_info[score.name] = (baseline.stats, result)
        self._signatures[score.name] = signature

    def __call__(self) -> tuple[dict[str, Signature], dict[str, list[Any]]]:
        scores: dict[str, list[Any]] = {"System": [name for name, _ in self.named_systems]}
        for name, (_, result) in self._baseline_info.items():
            scores[name] = [result]
        for system, hypotheses in self.named_systems[1:]:
            _, results = self._fn(
                self._baseline_info,
                system,
                hypotheses,
                self.references,
                self.metrics,
                self.n_samples,
                self.n_ar_confidence,
                self._seed or None,  # a seed of 0 is none
            )
            for name, result in results.items():
                scores[name].append(result)
        return self._signatures, scores
